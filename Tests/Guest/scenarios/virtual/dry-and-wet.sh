# The lesson of the desk: a group makes a channel drier, a VCA does not, and a send before the fader
# follows neither. A short tone and an echo a second later tell dry from wet.

cat >desk.yaml <<'END'
busbar-console: 1
name: Dry and wet
size: {channels: 2, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}
channels:
  1: {name: Vox, input: 1, fader: -3 dB, pan: L100, main: off, groups: [1], vcas: [1],
      sends: {fx 1: {level: -6 dB, tap: post-fader}, aux 1: {level: -6 dB, tap: pre-fader}}}
groups: {1: {name: Band, fader: 0 dB}}
fx: {1: {name: Echo, delay: 1000 ms, fader: 0 dB}}
main: {fader: 0 dB, output: [1, 2]}
auxes: {1: {name: Wedge, output: [3, 4]}}
END

tone burst.wav S32_LE 0.6 1000:-20 -

# ring NAME: plays the burst, and measures it at main ($dry), its echo ($wet) and the wedge ($pre).
ring() {
  arecord "${loopback_stream[@]}" -c 4 -D hw:Loopback,1,0 -d 3 "$1.wav" &
  local recorder=$!
  sleep 0.5
  aplay "${loopback_stream[@]}" -D hw:Loopback,1,0 burst.wav
  wait "$recorder"
  dry=$(level_of "$1.wav" 1000 --from 0.1 --for 0.4 --clean)
  wet=$(level_of "$1.wav" 1000 --from 1.1 --for 0.4 --clean)
  pre=$(level_of "$1.wav" 1000 --channel 3 --from 0.1 --for 0.4 --clean)
  level-meter "$1.wav" 1000 --from 0.7 --for 0.2 --below -300
  echo "$1: dry $dry, wet $wet, dry/wet $(difference "$dry" "$wet"), before the fader $pre"
}

# is NAME DRY WET PRE: within 0.01 dB.
is() {
  near "$dry" "$2" 0.01 || fail "$1: dry is $dry, not $2"
  near "$wet" "$3" 0.01 || fail "$1: wet is $wet, not $3"
  near "$pre" "$4" 0.01 || fail "$1: before the fader is $pre, not $4"
}

load_loopback
# The channels of both ways, held until busbar has them.
record S32_LE 4 first.wav
play_tones S32_LE 1000:-100 -
start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml \
  --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
eventually 10 says Playing
stop_recording
stop_tones
start_device
tell await 5000
tell wait 2000
told

six_up=14731  # of 16368: 5.9995 dB

ring start
is start -23 -29 -26
at_start=$(difference "$dry" "$wet")
show "$busses"
move 1 $six_up
ring group-6-up
is 'group 6 dB up' -17 -29 -26
group=$(difference "$(difference "$dry" "$wet")" "$at_start")
move 1 12276
show "$user"
move 1 $six_up
ring vca-6-up
is 'VCA 6 dB up' -17 -23 -26
vca=$(difference "$(difference "$dry" "$wet")" "$at_start")
echo "dry/wet: group +6 dB changes it by $group dB, VCA +6 dB by $vca dB"
near "$group" 6 0.01
near "$vca" 0 0.01
move 1 12276
show "$inputs"
move 1 12276
ring fader-3-up
is 'fader 3 dB up' -20 -26 -26

end_device
end_busbar
