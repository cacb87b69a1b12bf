# Three units send a thousand fader moves a second each, then as many as they can. Every fader ends
# where it was moved last; a fader beside them is served in time all the while. Then the desk is held
# up until the sequencer loses input: it takes nobody's hand for granted, paints everything anew and
# obeys the next hand. BUSBAR_TEST_SCALE=120 is ten minutes.
#
# What is timed: from before the fourth unit hands a move to the sequencer until it has read the
# move's echo, which the desk sends in the turn in which, and after which, the engine was told. So it
# is more than the time from the event to the engine's command.

scale=$(cat /payload/scale)
seconds=$((5 * scale))
units=(main left right)

{
  printf '%s\n' 'busbar-console: 1' 'name: Floods' \
    'size: {channels: 25, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}' \
    'main: {fader: 0 dB}' 'channels:'
  for channel in {1..25}; do echo "  $channel: {name: In $channel, input: $channel, fader: -6 dB}"; done
} >desk.yaml
cat >probe.yaml <<'END'
busbar-mapping: 1
name: Probe
device:
  rate: 31250 bytes/s
  units: [{name: probe, client: Probe, parts: [faders]}]
  parts:
    faders:
      faders:
        fader 1: {message: pitch-bend channel 1, touch: note 0x68, top: 16368, step: 16, echo: yes}
layout:
  fader 1: channel 25 fader
END
busbar check desk.yaml probe.yaml

declare -A scripts devices logs ids=([main]=14 [left]=15 [right]=15)

# start_unit UNIT OPTION...
start_unit() {
  device_log=$1.log
  start_device "${@:2}"
  scripts[$1]=$device_script devices[$1]=$device
}

# at UNIT COMMAND...: COMMAND with that unit as the device; `every` does so with each of the three.
at() {
  device_log=$1.log device_script=${scripts[$1]} device=${devices[$1]}
  "${@:2}"
}
every() { for unit in "${units[@]}"; do at "$unit" "$@"; done; }

# touch UNIT on|off: all its faders.
touch_all() { for strip in {1..8}; do at "$1" tell touch "$strip" "$2"; done; }

# logged UNIT TIMES TEXT: it has said so that many times.
logged() { (($(grep -c "log $3" "$1.log") == $2)); }

# flood TIMES COUNT RATE: all three at once, for the TIMESth time.
flood() {
  local unit seed=$1
  for unit in "${units[@]}"; do at "$unit" tell flood "$2" "$3" $((seed += 10)); done
}
flooded() { for unit in "${units[@]}"; do eventually $((seconds * 3 + 300)) logged "$unit" "$1" flooded; done; }

# left_at UNIT TIMES: where the TIMESth flood left its faders.
left_at() { sed -n 's/.* log flooded .* left at//p' "$1.log" | sed -n "$2p"; }

# stands_as_left TIMES: every channel is where the TIMESth flood left it.
stands_as_left() {
  local unit value channel=1
  for unit in "${units[@]}"; do
    for value in $(left_at "$unit" "$1"); do
      echo "channel $((channel++)) fader: $(level_at "$value")"
    done
  done >wanted
  stands
}

# raw_of LEVEL: the place of 16368 at which a fader has this level, the other way of level_at.
raw_of() {
  awk -v l="$1" 'BEGIN {
    p = (l + 90) / 480
    if (l >= -60) p = (l + 70) / 160
    if (l >= -30) p = (l + 50) / 80
    if (l >= -10) p = (l + 30) / 40
    printf "%d\n", 16368 * p + 0.5
  }'
}

# stands: every channel is where `wanted` says, to 0.01 dB.
stands() {
  busbar get 'channel 1..24 fader' >levels
  paste -d ' ' wanted levels | awk '
    { away = $8 == "-inf" ? $4 + 90 : $4 - $8 }
    $2 != $6 || away > 0.01 || away < -0.01 { print; bad = 1 }
    END { exit bad }
  ' || fail 'a fader is not where it was moved last'
}

start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml \
  --mapping probe.yaml --period 128
eventually 10 says 'Waiting for probe'
start_unit main
start_unit left --name 'Mackie XT' --id 15
eventually 5 says 'extender 1 is'
start_unit right --name 'Mackie XT' --id 15
start_unit probe --name Probe
for unit in "${units[@]}"; do
  id=${ids[$unit]}
  at "$unit" tell answer F0 00 00 66 "$id" 00 = \
    F0 00 00 66 "$id" 01 58 59 5A 31 32 33 34 01 02 03 04 F7
  at "$unit" tell await 5000
  at "$unit" tell stands 5000 8 9821
  at "$unit" told
  touch_all "$unit" on
done
at probe tell await 5000
at probe tell wait 500
at probe tell touch 1 on
# so_far TEXT: guest time, and the processor time that busbar has used.
so_far() {
  echo "$1: $(cut -d ' ' -f 1 /proc/uptime) s, of which busbar" \
    "$(awk '{ print ($14 + $15) / 100 }' "/proc/$busbar/stat") s"
}

so_far 'at the start'
flood 1 $((1000 * seconds)) 1000
at probe tell probe $((100 * seconds * 9 / 10)) 10 1 3000
flooded 1
so_far 'after the moves'
eventually 60 logged probe 1 probed
! says 'lost input' || fail 'the sequencer lost input at 3000 events a second'
for unit in "${units[@]}"; do
  took=$(sed -n 's/.* log flooded .* in \([0-9]*\) ms.*/\1/p' "$unit.log")
  ((took < 1020 * seconds)) || fail "$unit was kept from sending"
done
stands_as_left 1

flood 2 100000 0
flooded 2
sleep 0.5
so_far 'after the bursts'
# Who lost input has no hand to believe; the last part shows what becomes of that.
if says 'lost input'; then cat messages; else stands_as_left 2; fi
busbar get 'channel 1..24 fader' | sed 's/ dB$//; s/-inf/-90/' >wanted

# The desk is kept from its input for as long as it takes to lose some.
kill -STOP "$busbar"
flood 3 3000 0
flooded 3
every tell forget
every told
lost=$(grep -c 'lost input' messages || true)
kill -CONT "$busbar"
eventually 10 says_again $((lost + 1)) 'The sequencer lost input; every surface is painted anew.'
channel=1
for unit in "${units[@]}"; do
  id=${ids[$unit]}
  for strip in {0..7}; do
    value=$(raw_of "$(sed -n "${channel}s/.*: //p" wanted)")
    channel=$((channel + 1))
    at "$unit" tell "expect-within 3000 E$strip $(printf '%02X %02X' $((value & 127)) $((value >> 7)))"
  done
  at "$unit" tell expect-within 500 90 10 00
  at "$unit" tell expect-within 1000 F0 00 00 66 "$id" 12 00 49 6E
  at "$unit" told
done
stands
every tell fader 1 8176  # of a hand that nobody has seen since
every tell wait 300
every told
stands
every move 1 8184
sed -i -E 's/^(channel (1|9|17) fader:).*/\1 -10/' wanted
stands
at probe end_device
every end_device
end_busbar
grep -h 'log probed' probe.log
