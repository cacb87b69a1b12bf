# A main unit and an extender vanish and come back fifty times each, at random moments: in the middle
# of being painted, of a move under a hand, of a system-exclusive message. Each time everything is
# painted again, no level is other than the hands left it, and nothing is left behind in memory, file
# descriptors or the sequencer. BUSBAR_TEST_SCALE=10 is five hundred times.

rounds=$((50 * $(cat /payload/scale)))

{
  printf '%s\n' 'busbar-console: 1' 'name: Comings and goings' \
    'size: {channels: 16, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}' \
    'main: {fader: 0 dB}' 'channels:'
  for channel in {1..16}; do
    mute=off
    ((channel % 4 != 3)) || mute=on
    echo "  $channel: {name: In $channel, fader: -6 dB, mute: $mute}"
  done
} >desk.yaml
busbar check desk.yaml

# script UNIT FIRST SEED: what a unit whose first strip is channel FIRST does. Leaves the levels at the
# end in UNIT.levels, and how often the unit went in UNIT.count.
script() {
  awk -v unit="$1" -v first="$2" -v seed="$3" -v rounds="$rounds" '
    function below(n) { return int(rand() * n) }
    function say(format, a, b, c) { printf format "\n", a, b, c }
    function painted(s) {
      for (s = 1; s <= 8; s++) {
        say("stands 3000 %d %d", s, at[s])
        say("shows 2500 %d 1 In %d", s, first + s - 1)
        say("shows 2500 %d 2 %s", s, muted(s) ? "MUTE" : text[at[s]])
        say("lit 500 %d %s", 15 + s, muted(s) ? "on" : "off")
      }
      if (first == 1) say("stands 500 9 12276\nlit 500 63 on")
    }
    function muted(s) { return (first + s - 1) % 4 == 3 }
    function free_strip(s) { do s = 1 + below(8); while (muted(s)); return s }
    function sysex() {
      say("begin F0 00 00 66 %s 01 58 59 5A", first == 1 ? "14" : "15")
    }
    function vanish() { say("close\nwait %d", below(80)); count++ }
    function come() { say("reopen\nawait 3000") }
    function move(s, n) {  # the last place is one whose text is known
      s = free_strip()
      say("touch %d on", s)
      for (n = below(5); n > 0; n--) say("fader %d %d\nwait %d", s, below(1024) * 16, below(15))
      at[s] = place[below(places)]
      say("fader %d %d", s, at[s])
      return s
    }
    BEGIN {
      srand(seed)
      places = split("9821 8184 11048 10639 13504", list, " ")
      split("-6.0dB -10.0 -3.0dB -4.0dB +3.0dB", texts, " ")
      split("-6 -10 -3 -4 3", levels, " ")
      for (i = 1; i <= places; i++) {
        place[i - 1] = list[i]; text[list[i]] = texts[i]; level[list[i]] = levels[i]
      }
      for (s = 1; s <= 8; s++) at[s] = 9821
      id = first == 1 ? "14" : "15"
      say("answer F0 00 00 66 %s 00 = F0 00 00 66 %s 01 58 59 5A 31 32 33 34 01 02 03 04 F7", id, id)
      say("await 5000\nwait 500")
      # The desk keeps its last 200 steps: only when it has as many does its memory stand.
      for (i = 0; i < 220; i++) say("press %d\nwait 4", 16)
      for (round = 1; round <= rounds; round++) {
        if (round > 1) come()
        if (below(2)) {  # away again before it has been painted
          say("wait %d", below(450))
          if (below(2)) say("touch %d on", free_strip())
          if (below(2)) sysex()
          vanish()
          come()
        }
        painted()
        say("wait %d", 250 + below(300))
        action = below(4)
        if (action == 0) move()
        if (action == 1) sysex()
        if (action == 2) say("touch %d off", move())
        vanish()
        say("log round %d", round)
      }
      come()
      painted()
      say("log back\nwait 100000\nexit")
      for (s = 1; s <= 8; s++)
        print "channel " first + s - 1 " fader", level[at[s]] >(unit ".levels")
      print count >(unit ".count")
    }' >"$1.script"
}
script main 1 1
script extender 9 2

start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml --period 1024
eventually 10 says 'Waiting for main'
busbar get '*' | grep -Ev '^channel [0-9]+ fader' >before

memory() { awk '/^VmRSS/ { print $2 }' "/proc/$busbar/status"; }
descriptors() { find "/proc/$busbar/fd" -mindepth 1 | grep -c .; }
ports() { sed -n '/"Busbar"/,/^Client/p' /proc/asound/seq/clients | grep -c '  Port'; }
round() { grep -q "log round $2\$" "$1.log"; }
is_back() { grep -q 'log back$' "$1.log"; }

mackie-device --log main.log main.script &
main=$!
mackie-device --name 'Mackie XT' --id 15 --log extender.log extender.script &
extender=$!
eventually 120 round main 10
eventually 120 round extender 10
began=$(memory) held=$(descriptors) had=$(ports)
eventually $((rounds * 4)) is_back main
eventually $((rounds * 4)) is_back extender
ended=$(memory)
echo "$rounds rounds, gone $(cat main.count) and $(cat extender.count) times: resident" \
  "$began kB after ten, $ended kB at the end; $held descriptors, $(descriptors) at the end"
! grep FAILED main.log extender.log || fail 'a unit was not painted as it should be'
((ended <= began + 512)) || fail 'the memory in use has grown'
[[ $(descriptors) == "$held" ]] || fail 'descriptors are left over'
[[ $(ports) == "$had" ]] || fail "ports are left over: $(cat /proc/asound/seq/clients)"
says_again "$(cat main.count)" 'main went away'
says_again "$(cat extender.count)" 'extender 1 went away'

busbar get '*' | grep -Ev '^channel [0-9]+ fader' >after
diff before after || fail 'something else has changed'
busbar get 'channel * fader' | awk '{ printf "%s %s %s %.2g\n", $1, $2, "fader", $4 }' | sort >levels
sort main.levels extender.levels | diff - levels || fail 'a level is not where the hand left it'

kill "$main" "$extender"
wait "$main" "$extender" || true
end_busbar
