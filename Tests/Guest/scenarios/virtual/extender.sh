# A main unit and an extender to its right are one surface of sixteen strips: fader 9 moves channel 9,
# banks are sixteen wide, and the extender can be pulled out.

cat >desk.yaml <<'END'
busbar-console: 1
name: Extended
size: {channels: 32, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}
channels:
  1: {name: Vox, input: 1, fader: -10 dB, pan: R100}
  9: {name: Choir, input: 2, fader: -6 dB, pan: L100}
  17: {name: Kick, fader: 0 dB}
  25: {name: Talk, fader: -20 dB, mute: on}
main: {fader: 0 dB, output: [1, 2]}
END

declare -A scripts devices

# start_unit UNIT OPTION...
start_unit() {
  device_log=$1.log
  start_device "${@:2}"
  scripts[$1]=$device_script devices[$1]=$device
}

# at UNIT COMMAND...: COMMAND with that unit as the device.
at() {
  device_log=$1.log device_script=${scripts[$1]} device=${devices[$1]}
  "${@:2}"
}

# hears LEVEL LEVEL: of Choir on the left and Vox on the right.
hears() {
  hear
  sounds 1 1500 "$1"
  sounds 2 1000 "$2"
}

load_loopback
record S32_LE 2
play_tones S32_LE 1000:-20 1500:-20
start_unit main
start_unit extender --name 'Mackie XT' --id 15
start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml \
  --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
eventually 10 says Playing
at main tell await 5000
at extender tell await 5000

# first_bank VALUE: the first sixteen channels, Choir's fader at VALUE.
first_bank() {
  at main tell stands 3000 1 8184
  at main tell stands 500 9 12276
  at main tell shows 2500 1 1 Vox
  at main tell shows 2500 8 1 'Ch 8'
  at extender tell stands 3000 1 "$1"
  at extender tell shows 2500 1 1 Choir
  at extender tell shows 2500 8 1 'Ch 16'
  at main told
  at extender told
}

moved=start
first_bank 9821
hears -26 -30

for value in 16368 12276 4092 9821; do
  moved="fader 9 at $value"
  at main tell forget
  at extender move 1 "$value"
  at extender tell stands 500 1 "$value"
  at main tell expect-none 300 E0
  at main told
  hears "$(sum -20 "$(level_at "$value")")" -30
done

moved='mute 9'
at extender tell press "$mute_1"
at extender tell lit 500 "$mute_1" on
at extender told
hear
is_silent 1
sounds 2 1000 -30
at extender tell press "$mute_1"
at extender tell lit 500 "$mute_1" off
at extender told
hears -26 -30

moved='second bank'
at main show "$bank_right"
at main tell stands 1000 1 12276
at main tell shows 2500 1 1 Kick
at extender tell stands 1000 1 6138
at extender tell shows 2500 1 1 Talk
at extender tell lit 500 "$mute_1" on
at main told
at extender told
at main show "$bank_left"
first_bank 9821

moved='extender gone'
at extender tell close
eventually 5 says 'extender 1 went away'
at main move 1 12276
at main tell stands 500 1 12276
hears -26 -20
at main move 1 8184
at extender tell reopen
at extender tell await 3000
moved='extender back'
first_bank 9821
at extender move 1 12276
hears -20 -30

at main end_device
at extender end_device
end_busbar
