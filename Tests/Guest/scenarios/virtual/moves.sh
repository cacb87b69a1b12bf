# What the controller moves is heard at the analytic level: faders, VCA, group, main, aux, pan and
# mutes.

cat >desk.yaml <<'END'
busbar-console: 1
name: Moves
size: {channels: 8, groups: 2, auxes: 2, fx: 1, vcas: 2, mute-groups: 2}
channels:
  1: {name: Vox, input: 1, fader: 0 dB, main: off, groups: [1], vcas: [1], mute-groups: [1],
      sends: {aux 1: {level: -6 dB, tap: pre-fader}, aux 2: {level: 0 dB, tap: post-fader}}}
  2: {name: Bass, input: 2, fader: 0 dB, pan: L100}
main: {fader: 0 dB, output: [1, 2]}
auxes: {1: {output: [3, 4]}, 2: {output: [5, 6]}}
END

load_loopback
record S32_LE 6
play_tones S32_LE 1000:-20 1500:-20
start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml \
  --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
eventually 10 says Playing
start_device
tell await 5000
tell wait 2000
told

centre=-3.01030
vox=$(sum -20 $centre)  # before fader, VCA, group and main, in one of two sides
post=$vox pre=$(sum "$vox" -6) main=$vox bass=-20

# Main's right side and the aux buses hear Vox alone, main's left side Bass as well.
check() {
  moved=$1
  hear
  local place
  for place in "2 1000 $main" "3 1000 $pre" "6 1000 $post"; do
    # shellcheck disable=SC2086
    if [[ $place == *-inf ]]; then is_silent ${place%% *}; else sounds $place; fi
  done
  printf '%s, output 1: ' "$moved"
  level-meter heard.wav 1500 --channel 1 --from 0 --for 0.2 --expect "$bass"
}

check start

for value in 16368 14000 12276 8192 8184 6000 4092 2000 1023 500; do
  move 1 "$value"
  level=$(level_at "$value")
  main=$(sum "$vox" "$level") post=$main
  check "fader at $value"
done
move 1 0
main=-inf post=-inf
check 'fader at 0'
move 1 12276
main=$vox post=$vox
check 'fader back'

show "$user"
for value in 14731 9821 3000; do
  move 1 "$value"
  main=$(sum "$vox" "$(level_at "$value")") post=$main
  check "VCA at $value"
done
move 1 0
main=-inf post=-inf
check 'VCA at 0'
move 1 12276
main=$vox post=$vox
check 'VCA back'
tell press "$mute_1"
tell wait 100
told
main=-inf post=-inf before=$pre pre=-inf
check 'VCA mute'
tell press "$mute_1"
tell wait 100
told
main=$vox post=$vox pre=$before
check 'VCA open'

show "$busses"
move 1 9821
main=$(sum "$vox" "$(level_at 9821)")
check 'group at 9821'
tell press "$mute_1"
tell wait 100
told
main=-inf
check 'group mute'
tell press "$mute_1"
move 1 12276
main=$vox
check 'group back'

show "$auxes"
move 1 10000
pre=$(sum "$before" "$(level_at 10000)")
check 'aux 1 at 10000'
move 1 12276
pre=$before

move 9 13094
main=$(sum "$vox" "$(level_at 13094)") bass=$(sum -20 "$(level_at 13094)")
check 'main at 13094'
move 9 12276
main=$vox bass=-20

show "$inputs"
tell press "$mute_1"
tell wait 100
told
main=-inf post=-inf pre=-inf
check 'channel mute'
tell press "$mute_1"
tell press "$f_1"
tell wait 100
told
check 'mute group'
tell press "$f_1"

# The V-pots set sends once the Send key has chosen a bus: a hundredth of the travel a click.
tell press "$send"
tell turn 1 15
tell wait 100
told
main=$vox post=$vox pre=$vox
check 'send to aux 1 from -6 to 0 dB'
tell turn 1 -15
tell press "$send"
tell turn 1 -25
tell wait 100
told
pre=$before post=$(sum "$vox" -10)
check 'send to aux 2 from 0 to -10 dB'
tell press "$push_1"
tell wait 100
told
post=-inf
check 'send to aux 2 off'
tell press "$push_1"
tell turn 1 25
tell press "$pan"

tell turn 1 -10
tell wait 100
told
# Constant power at 20 % to the left: 20 log cos 36 degrees, 20 log sin 36 degrees.
left=-1.84085 right=-4.61563
main=$(sum -20 "$right") post=$main pre=$(sum -26 "$left")
check 'pan L20'

end_device
end_busbar
