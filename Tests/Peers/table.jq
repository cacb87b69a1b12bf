# Prints the report of report.jq as tables.

def left($width): tostring | . + " " * ([$width - length, 0] | max);
def right($width): tostring | " " * ([$width - length, 0] | max) + .;
# A number with so many decimals.
def decimals($count):
  pow(10; $count) as $unit | (. * $unit | round) as $scaled
  | ($scaled / $unit | floor | tostring) as $whole
  | ($scaled % $unit | tostring) as $rest
  | if $count == 0 then $whole
    else $whole + "." + "0" * ($count - ($rest | length)) + $rest end;
# A number with so many decimals, in a column.
def column($count; $width): decimals($count) | right($width);

"\(.cpu); FAUST \(.faust), \(.cxx); \(.rounds) rounds",
(if .share < 0.9 then
   "The peers had a processor \(.share * 100 | round) % of the time: the machine is busy, and only"
   + " the minima are to be trusted."
 else empty end),
"",
"How FAUST's programs were compiled (ns a channel and frame: median, min; the first is taken)",
(.compiled[] | "  \(.name | left(10))"
   + (.ways | map("\(.way) \(.median | decimals(2)) \(.min | decimals(2))") | join("; "))),
"",
"ns a channel and frame, block 64" + " " * 9 + "isa      channels    median       min",
(.figures[] | "  \(.source | left(8))\(.name | left(30)) \(.isa // "native" | left(8))"
   + "\(.channels | right(9))\(.median | column(3; 10))\(.min | column(3; 10))"),
"",
"Ratios" + " " * 41 + "isa       medians    minima",
(.lines[] | "  \(.what | left(44)) \(.isa // "-" | left(8))"
   + "\(.ratio.medians | column(2; 9))\(.ratio.minima | column(2; 10))\(.unit)"),
"",
"Bars",
(.lines[] | select(.bar) | "  \(.what), \(.isa // "-"): bar \(.bar)\(.unit) \(.sense): "
   + "\(.verdict) \(.ratio.medians | decimals(2))\(.unit)"
   + " (minima \(.ratio.minima | decimals(2))\(.unit))"),
(if any(.lines[]; .bar) then empty
 else "  none: this busbar's bench has none of the scenes that the bars are about" end)
