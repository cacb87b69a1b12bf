# Makes the report of Tests/Peers/run from all samples: medians and minima, ratios, bars.

def middle: sort | .[length / 2 | floor];

# The samples of one figure, as one: the median of medians and the least of minima.
def figure: {median: (map(.ns) | middle), min: (map(.least) | min)};

# The ratio of two figures, twice: of the medians and of the minima.
def over($other): {medians: (.median / $other.median), minima: (.min / $other.min)};

# A stereo unit's or a desk's whole cost a frame.
def total: . as $figure | {median: (.median * $figure.channels), min: (.min * $figure.channels)};

# A line of the table of ratios, with a bar or without (null); $sense says on which side of the bar
# a ratio has to be. A bar is reached when both ratios reach it.
def line($what; $unit; $sense; $bar; $ratio):
  {what: $what, isa: .isa, channels: .channels, ratio: $ratio, unit: $unit}
  + if $bar == null then {} else
      ([$ratio[] | if $sense == "at least" then . >= $bar else . <= $bar end]) as $reached
      | {sense: $sense, bar: $bar,
         verdict: (if $reached | all then "reached" elif $reached | any then "unclear"
                   else "missed" end)}
    end;

def set_order: . as $set | ["baseline", "avx2", "avx512"] | index([$set]);

# How much faster than the FAUST strip the strip has to be.
def strip_bars: {baseline: 4, avx2: 8, avx512: 12};
# How many FAUST strips the desk may cost, by its channels.
def desk_bars: {"32": 14, "128": 24};

map(if .ns_per_frame then .ns_per_channel_frame = .ns_per_frame | .channels = 1 else . end
    | . + {ns: .ns_per_channel_frame, least: .min})
| . as $samples
| (map(select(.source != "trial"))
   | group_by([.source, .name, .isa, .channels])
   | map({source: .[0].source, name: .[0].name, isa: .[0].isa, channels: .[0].channels,
          times: length} + figure)
   | sort_by(.source, .name, (.isa | set_order), .channels)) as $figures
| def peer($name): first($figures[] | select(.source == "peer" and .name == $name));
  def ours(test): [$figures[] | select(.source == "busbar") | select(test)];
  (ours(.name == "strip")) as $strips
| (if $strips == [] then ours(.name == ("main", "mix", "moving")) else [] end) as $mixes
| {
    cpu: $cpu, faust: $faust, cxx: $cxx, rounds: $rounds,
    # How much of the time the peers were given a processor: below 0.9, the machine was busy.
    share: ($samples | map(.share // empty) | middle),
    compiled: ($samples | map(select(.source == "trial")) | group_by(.name)
               | map({name: .[0].name,
                      ways: (group_by(.way) | map({way: .[0].way} + figure) | sort_by(.min))})),
    figures: $figures,
    lines: [
      ($strips[] | . as $ours | peer("strip")
       | over($ours) as $ratio | $ours
       | line("FAUST strip / strip"; "x"; "at least"; strip_bars[.isa // ""]; $ratio)),
      ($mixes[] | . as $ours | peer("strip")
       | over($ours) as $ratio | $ours
       | line("FAUST strip / \(.name) (faders and buses only)"; "x"; "at least"; null; $ratio)),
      (ours(.name == "desk")[] | (total | over(peer("strip"))) as $ratio
       | line("desk of \(.channels) channels"; " FAUST strips"; "at most";
              desk_bars[.channels | tostring]; $ratio)),
      (ours(.name == "desk" and .channels == 256)[] | . as $large
       | first($figures[] | select(.source == "busbar" and .name == "desk"
                                   and .isa == $large.isa and .channels == 64)) as $small
       | line("desk, a channel of 256 / of 64"; "x"; "at most"; 1.1; $large | over($small))),
      (ours(.name == "off")[]
       | line("everything off"; " ns"; "at most"; 0.3; {medians: .median, minima: .min})),
      (ours(.name | startswith("reverb"))[] | total as $ours
       | line("zita_rev1 / \(.name)"; "x"; "at least"; 1; peer("zita") | over($ours)),
         line("freeverb / \(.name)"; "x"; "at least"; null; peer("freeverb") | over($ours))),
      (ours(.name | startswith("limiter"))[] | total as $ours
       | line("FAUST limiter / \(.name)"; "x"; "at least"; null; peer("limiter") | over($ours))),
      ($strips[] | . as $ours
       | ($figures[] | select(.source == "peer" and (.name | endswith("-strip")))) as $peer
       | line("\($peer.name) / strip"; "x"; "at least"; null; $peer | over($ours)))
    ]
  }
