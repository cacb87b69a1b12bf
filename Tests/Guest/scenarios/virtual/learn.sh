# A controller that nobody has described is learnt from what its hands do, then measured, calibrated,
# and played: the simulated device and each command on one sequencer, hands and typed lines by script.

mkfifo /tmp/hands /tmp/typed
busbar simulate /payload/mappings/mackie-control.yaml </tmp/hands >shown 2>simulator &
simulator=$!
exec {hands}>/tmp/hands
hand() { printf '%s\n' "$@" >&"$hands"; }
eventually 10 grep -q "client 'Mackie Control'" simulator

# answers N TEXT: the command has said this N times.
answers() { (($(grep -cF -- "$2" talk) >= $1)); }
# begin COMMAND…: a command that is typed to; finish: it has ended well.
begin() {
  : >talk
  busbar "$@" </tmp/typed >talk 2>&1 &
  command=$!
  exec {typed}>/tmp/typed
}
type() { echo "$*" >&"$typed"; }
finish() {
  exec {typed}>&-
  wait "$command" || fail "it ended with $?: $(cat talk)"
  cat talk
}

# Who is meant is told, and what is there is not replaced.
status=0
busbar learn --output learnt.yaml 2>message </dev/null || status=$?
((status == 64)) && grep -qF "which client? There are: " message || fail "no list: $(cat message)"
grep -qF "'Mackie Control'" message || fail "not all clients: $(cat message)"
status=0
busbar learn 'Mackie Contrul' --output learnt.yaml 2>message </dev/null || status=$?
((status == 69)) && grep -qF "did you mean 'Mackie Control'?" message || fail "$(cat message)"
touch here.yaml
status=0
busbar learn Mackie --output here.yaml 2>message </dev/null || status=$?
((status == 73)) && grep -qF 'is there already' message || fail "$(cat message)"

# Nothing is learnt of silence, and nothing written.
status=0
busbar learn Mackie --output learnt.yaml 2>message >/dev/null </dev/null || status=$?
((status == 69)) && grep -qF 'nothing was learnt' message || fail "$(cat message)"
[[ ! -e learnt.yaml ]] || fail 'a file of nothing was written'

sweep() { hand "touch $1" "fader $1 100 %" 'wait 300 ms' "fader $1 0 %" 'wait 300 ms' "release $1"; }

begin learn Mackie --output learnt.yaml
eventually 10 answers 1 'Listening to Mackie Control'
sleep 1
sweep 1
eventually 10 answers 1 'What is it called? [fader 1]'
type fader 1
eventually 5 answers 1 'Now fader 2'
sweep 2
eventually 10 answers 1 'Now fader 3'
hand 'press mute 1'
eventually 10 answers 1 'What is it called? [key 1]'
type mute 1
eventually 5 answers 1 'Now mute 2'
hand 'press mute 2'
eventually 10 answers 1 'Now mute 3'
hand 'turn pot 1 +1' 'wait 100 ms' 'turn pot 1 +1' 'wait 100 ms' 'turn pot 1 -1' 'wait 100 ms' \
  'turn pot 1 -1'
eventually 10 answers 1 'What is it called? [pot 1]'
type
eventually 5 answers 1 'Now pot 2'
type 'done'
eventually 10 answers 1 'Did fader 1..2 move by themselves?'
eventually 5 grep -q '^fader 2: 4096 ' shown
type y
eventually 10 answers 1 'Are all of these lit now: mute 1..2?'
eventually 5 grep -q '^mute 2: on' shown
type y
eventually 10 answers 1 "is 'mute 1' the only one of them"
eventually 5 grep -q '^mute 2: off' shown
type y
eventually 10 answers 1 'learnt.yaml: 5 controls.'
finish
cat learnt.yaml
busbar check learnt.yaml 2>warnings
[[ ! -s warnings ]] || fail "it is not without a warning: $(cat warnings)"
grep -qF 'fader 1..2: {message: pitch-bend channel 1..2, touch: note 104..105, top: 16368, step: 16}' \
  learnt.yaml || fail 'the faders are described otherwise'

# The cable goes and comes back in between, and a signal loses nothing: neither the key that has its
# name nor the one that has not.
begin learn Mackie --output kept.yaml
eventually 10 answers 1 'Listening to Mackie Control'
hand 'wait 1 s' 'press solo 1'
eventually 10 answers 1 'What is it called? [key 1]'
type solo 1
eventually 5 answers 1 'Now solo 2'
hand unplug
eventually 5 answers 1 'Mackie Control went away'
hand replug
eventually 5 answers 1 'Mackie Control is back.'
hand 'wait 500 ms' 'press cursor left'
eventually 10 answers 1 'solo 2: note 98'
hand 'press mute 4' 'press click'
eventually 10 answers 1 'Several things spoke'
kill -s INT "$command"
finish
grep -qF 'solo 1: note 8' kept.yaml || fail 'what was learnt is lost'
busbar check kept.yaml

# A number that is wrong is measured; the copy differs in that line alone.
sed 's/top: 16368/top: 16000/' learnt.yaml >wrong.yaml
begin surface test wrong.yaml --output measured.yaml
eventually 10 answers 1 "Push 'fader 1' all the way up"
sweep 1
eventually 10 answers 1 "Take 'fader 1'"
hand 'touch 1' 'fader 1 50 %' 'wait 2 s' 'release 1'
eventually 10 answers 1 "Did 'fader 1' stay"
eventually 5 eval "tail -n 1 shown | grep -q '^fader 1: 4080 '"
type n
eventually 10 answers 1 "Once more: take 'fader 1'"
hand 'touch 1' 'fader 1 50 %' 'wait 2 s' 'release 1'
eventually 10 answers 2 "Did 'fader 1' stay"
type y
eventually 10 answers 1 'Written to measured.yaml'
finish
cmp measured.yaml learnt.yaml || fail 'the copy is not what was learnt'

# The printed marks.
begin surface calibrate measured.yaml --marks '+10, 0, -20, -inf' --output calibrated.yaml
eventually 10 answers 1 '+10 dB:'
hand 'touch 1' 'fader 1 16368' 'wait 1 s'
sleep 2
type
eventually 5 answers 1 '0 dB:'
hand 'fader 1 12000' 'wait 1 s'
sleep 2
type
eventually 5 answers 1 '-20 dB:'
hand 'fader 1 6000' 'wait 1 s'
sleep 2
type
eventually 5 answers 1 '-inf dB:'
hand 'fader 1 0' 'wait 1 s' 'release 1'
sleep 2
type
eventually 10 answers 1 'Written to calibrated.yaml'
finish
grep -qF 'scale: {-20 dB: 6000, 0 dB: 12000, 10 dB: 16368}' calibrated.yaml || fail 'no scale'
busbar check calibrated.yaml

# What was learnt works a desk: a hand, a motor, a key and its lamp, at the levels that are printed.
cat >desk.yaml <<'YAML'
busbar-console: 1
name: Learnt
size: {channels: 4}
YAML
start_busbar --console desk.yaml --mapping calibrated.yaml --period 64 --socket /tmp/desk.socket
eventually 10 says 'Mackie Control is Mackie Control'
stands() { busbar get --socket /tmp/desk.socket "$1" | grep -qF -- "$2"; }
sleep 1
hand 'fader 2 12000'
eventually 5 stands 'channel 2 fader' ' 0 dB'
hand 'press mute 2'
eventually 5 stands 'channel 2 mute' 'on'
eventually 5 eval "grep '^mute 2: ' shown | tail -n 1 | grep -q on"
busbar set --socket /tmp/desk.socket 'channel 1 fader' '-20 dB'
eventually 5 eval "grep '^fader 1: ' shown | tail -n 1 | grep -q '^fader 1: 6000 '"

hand quit
wait "$simulator" || fail "the simulator ended with $?"
end_busbar
