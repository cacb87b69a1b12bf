# Two simulated controllers of different kinds, joined: one wide surface whose second box goes on where
# the first one ends. Without --join each begins with channel 1. An X-Touch Compact knows 128 places.

{
  printf '%s\n' 'busbar-console: 1' 'name: Joined' 'size: {channels: 24}' 'main: {fader: 0 dB}' \
    'channels:'
  for channel in {1..24}; do echo "  $channel: {name: In $channel, fader: -$channel dB}"; done
} >desk.yaml
mappings=(--mapping /payload/mappings/mackie-control.yaml --mapping /payload/mappings/x-touch-compact.yaml)

# box NAME MAPPING: a simulated controller that `tell NAME COMMAND` is for.
declare -A scripts boxes
box() {
  mkfifo "/tmp/$1"
  busbar simulate "/payload/mappings/$2" <"/tmp/$1" >"$1.shown" 2>"$1.said" &
  boxes[$1]=$!
  exec {fd}>"/tmp/$1"
  scripts[$1]=$fd
}
tell() { echo "${*:2}" >&"${scripts[$1]}"; }

# at BOX FADER LEVEL: where it stands, to the 0.5 dB of a box with 128 places.
at() {
  sed -n "s/^fader $2: .*(\(.*\) dB).*/\1/p" "$1.shown" |
    awk -v wanted="$3" '{ away = $1 - wanted } END { exit !(NR && away < 0.5 && away > -0.5) }'
}

# shows BOX THING TEXT: what the box showed last of this thing holds the text.
shows() { grep "^$2: " "$1.shown" | tail -n 1 | grep -qF -- "$3"; }

# stands ADDRESS LEVEL: what the desk says, to 0.5 dB.
stands() {
  busbar get --socket /tmp/desk.socket "$1" |
    awk -v wanted="$2" '{ away = $(NF - 1) - wanted; exit !(away < 0.5 && away > -0.5) }'
}

box main mackie-control.yaml
box compact x-touch-compact.yaml
start_busbar --console desk.yaml "${mappings[@]}" --join --period 64 --socket /tmp/desk.socket
eventually 10 shows main 'scribble 8' 'In 8'
eventually 10 at compact 1 -9
tell compact fader 2 -20 dB
eventually 5 stands 'channel 10 fader' -20
stands 'channel 2 fader' -2

# One bank is as wide as both; the keys of either move it.
tell compact press forward
eventually 5 shows main 'scribble 1' 'In 17'
eventually 5 shows compact 'fader 1' '0 (-inf dB)'
tell main press bank left
eventually 5 shows main 'scribble 1' 'In 1"'
eventually 5 at compact 1 -9
end_busbar

start_busbar --console desk.yaml "${mappings[@]}" --period 64 --socket /tmp/desk.socket
eventually 10 at compact 1 -1
tell compact fader 2 -20 dB
eventually 5 stands 'channel 2 fader' -20
stands 'channel 10 fader' -10
for name in main compact; do
  tell "$name" quit
  wait "${boxes[$name]}" || fail "the simulator ended with $?"
done
end_busbar
