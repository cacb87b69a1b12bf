# The desk and the simulated controller on one sequencer: a hand's move reaches the desk, and what
# what the desk does moves the simulated motor, its lamps and its text. The device knows every 16th
# position, so that 9821 is 9824 to it.

cat >desk.yaml <<'YAML'
busbar-console: 1
name: Simulated
size: {channels: 8}
channels:
  1: {name: Kick, fader: -6 dB}
  3: {name: Vox, fader: -20 dB}
main: {fader: 0 dB}
YAML

start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml --period 64 \
  --socket /tmp/desk.socket
eventually 10 says 'Waiting for main'
mkfifo /tmp/script
busbar simulate /payload/mappings/mackie-control.yaml </tmp/script >shown 2>simulator &
simulator=$!
exec {told}>/tmp/script
say() { echo "$*" >&"$told"; }

# shows TEXT: the last line that the device showed of this thing is so.
shows() { [[ $(grep "^$1: " shown | tail -n 1) == "$1: $2" ]]; }

# value ADDRESS: what the desk says.
value() { busbar get --socket /tmp/desk.socket "$1"; }
stands() { value "$1" | grep -qF -- "$2"; }

eventually 10 says 'main is Mackie Control'
eventually 10 shows 'fader 1' '9824 (-6.0 dB)'
eventually 5 shows 'fader 3' '6144 (-20.0 dB)'
eventually 5 shows 'scribble 3' '"Vox" "-20.0"'

# A hand moves a fader.
say fader 3 +10 dB
eventually 5 stands 'channel 3 fader' '10 dB'
eventually 5 shows 'fader 3' '16368 (+10.0 dB)'

# The desk moves a motor.
busbar set --socket /tmp/desk.socket 'channel 1 fader' '0 dB'
eventually 5 shows 'fader 1' '12272 (0.0 dB)'

# Keys and lamps, and a knob.
say press mute 3
eventually 5 stands 'channel 3 mute' 'on'
eventually 5 shows 'mute 3' on
say turn pot 1 -10
eventually 5 stands 'channel 1 pan' 'L20'

# While a hand holds a fader the desk moves no motor; it does when the hand lets go.
say touch 1
eventually 5 shows 'fader 1' '12272 (0.0 dB), touched'
busbar set --socket /tmp/desk.socket 'channel 1 fader' '-30 dB'
sleep 1
shows 'fader 1' '12272 (0.0 dB), touched' || fail 'the motor was moved under a hand'
say release 1
eventually 5 shows 'fader 1' '4096 (-30.0 dB)'

# What is misspelt is told of, with the word that was meant.
say pres mute 3
eventually 5 grep -qF "'pres' is no command; did you mean 'press'?" shown

# The cable goes and comes back: levels stay, everything is painted again.
say unplug
eventually 5 says 'main went away; levels stay as they are.'
busbar set --socket /tmp/desk.socket 'channel 3 fader' '-6 dB'
say replug
eventually 5 says_again 2 'main is Mackie Control'
eventually 10 shows 'fader 3' '9824 (-6.0 dB)'
eventually 5 shows 'mute 3' on

say quit
wait "$simulator" || fail "the simulator ended with $?"
cat simulator shown
end_busbar
