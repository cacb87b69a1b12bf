# Motors, lamps and text show the desk: at the start, after every layer and bank, under a hand and
# after it. Positions are round(16368 p), by hand.

cat >desk.yaml <<'END'
busbar-console: 1
name: Motors
size: {channels: 12, groups: 2, auxes: 2, fx: 1, vcas: 2, mute-groups: 2}
channels:
  1: {name: Kick, fader: -6 dB, vcas: [1], mute-groups: [1]}
  2: {name: Snare, fader: 0 dB, mute: on}
  3: {name: Overhead L, fader: 10 dB, pan: L100}
  4: {name: Bass, fader: -10 dB, solo: on}
  5: {name: Guitar, fader: -20 dB, vcas: [2], arm: on}
  6: {name: Keys, fader: -45 dB}
  7: {name: Vox, fader: -75 dB}
  9: {name: Choir, fader: -30 dB}
  12: {name: Talk, fader: -60 dB}
groups: {1: {name: Drums, fader: -3 dB}, 2: {name: Band, fader: 3 dB}}
main: {fader: -5 dB}
vcas: {1: {name: Rhythm, fader: -4 dB}, 2: {name: Melody, mute: on}}
END

start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml --period 64
eventually 10 says 'Waiting for main'
start_device
tell answer F0 00 00 66 14 00 = F0 00 00 66 14 01 58 59 5A 31 32 33 34 01 02 03 04 F7
tell await 5000
tell expect-within 1000 F0 00 00 66 14 00 F7     # the question
tell expect-within 500 F0 00 00 66 14 20 07 01 F7  # the last of the meters' modes

# motors VALUE...: where the first motors stand.
motors() {
  local strip=1
  for value; do tell stands 500 $((strip++)) "$value"; done
}

# texts ROW TEXT...
texts() {
  local strip=1 row=$1
  for text in "${@:2}"; do tell shows 1500 $((strip++)) "$row" "$text"; done
}

# lamps NOTE on|off|blink...: from this note on.
lamps() {
  local note=$1
  for state in "${@:2}"; do tell lit 1000 $((note++)) "$state"; done
}

channels() {
  motors 9821 12276 16368 8184 6138 2558 512 0
  texts 1 Kick Snare OvrhdL Bass Guitar Keys Vox 'Ch 8'
}
channels
tell stands 500 9 10230
texts 2 -10.0 MUTE +10.0 -10.0 V2MUTE -45.0 -75.0 -inf
lamps 0 off off off off on off off off      # record
lamps 8 off off off on off off off off      # solo
lamps "$mute_1" off on off off blink off off off
lamps "$select_1" off off off off off off off off
lamps "$bank_left" off on off on
tell lit 500 "$inputs" on
tell lit 500 "$busses" off
tell lit 500 90 on                          # some channel is soloed

# Rings: boost and cut, 0x11 to 0x1B, with the centre lamp; Overhead L is on the left.
tell send F0 00 00 66 14 01 58 59 5A 31 32 33 34 01 02 03 04 F7  # switched on again: all anew
tell expect-within 1000 B0 30 56
tell expect-within 1000 B0 32 11
tell expect-within 1000 E0 5D 4C
channels

show "$busses"
motors 11048 13504 0 0 0 0 0 0
texts 1 Drums Band '' '' '' '' '' ''
texts 2 -3.0dB +3.0dB '' ''
tell lit 500 "$busses" on
tell lit 500 "$inputs" off
show "$user"
motors 10639 12276 0
texts 1 Rhythm Melody ''
texts 2 -4.0dB MUTE
lamps "$mute_1" off on off
show "$outputs"
motors 10230 12276 0
texts 1 Main 'Monitr' ''
show "$inputs"
channels

# The bank to the right begins at channel 9: equal motors are told again, too.
tell forget
show "$bank_right"
motors 4092 0 0 1023 0 0 0 0
texts 1 Choir 'Ch 10' 'Ch 11' Talk '' '' '' ''
lamps "$bank_left" on off
show "$bank_left"
channels
show 49  # a channel to the right
motors 12276 16368 8184 6138 2558 512 0 4092
show 48

# A touched fader is sent its own positions and no others, whatever happens around it.
tell touch 1 on
tell expect-none 100 E0
tell fader 1 12000
tell expect-within 100 E0 60 5D
tell expect-none 300 E0
tell shows 500 1 2 -0.7dB
tell press "$bank_right"
tell expect-none 400 E0
tell stands 100 4 1023
tell fader 1 12276                # it still is Kick
tell expect-within 100 E0 74 5F
tell expect-none 200 E0
tell touch 1 off
tell expect-within 300 E0 7C 1F   # and now Choir's place
tell expect-none 300 E0
show "$bank_left"
motors 12276 12276 16368
tell touch 1 on
tell fader 1 9821
tell wait 50
tell touch 1 off
tell expect-within 300 E0 5D 4C   # after a release the place is sent once more
tell expect-none 500 E0

# Lamps follow keys and what is above.
tell press "$mute_1"
lamps "$mute_1" on on
tell shows 1500 1 2 MUTE
tell press "$mute_1"
tell press "$f_1"
lamps "$mute_1" blink on off
tell lit 500 "$f_1" on
tell shows 1500 1 2 MUTEG1
tell press "$f_1"
lamps "$mute_1" off on off
tell press $((select_1 + 2))
lamps "$select_1" off off on off
tell press 90
lamps 8 off off off off
tell lit 500 90 off
tell turn 1 -10
tell expect-within 300 B0 30 15
tell shows 500 1 2 L20
tell shows 2500 1 2 -10.0
told

end_device
kill -TERM "$busbar"
wait "$busbar"
