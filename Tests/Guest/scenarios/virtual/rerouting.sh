# Fifty keys a second re-route a desk that plays: assigns, buses into buses, fx returns, sends, their
# taps, solos, the monitor, limiters. Nothing steps, what is not re-routed plays on whole, no period
# is missed, and the memory in use stays. Longer by BUSBAR_TEST_SCALE: 30 is ten minutes.

seconds=$((20 * $(cat /payload/scale)))

cat >desk.yaml <<'END'
busbar-console: 1
name: Rerouting
size: {channels: 5, groups: 2, auxes: 3, fx: 1, vcas: 1, mute-groups: 1}
channels:
  1: {input: 1, fader: 0 dB}
  2: {input: 2, fader: 0 dB, pan: L100}
  3: {input: 3, fader: -3 dB}
  4: {input: 4, fader: 0 dB, pan: R50}
  5: {input: [5, 6], stereo: yes, main: off, solo-safe: on, fader: 0 dB,
      sends: {aux 3: {level: 0 dB}}}
main: {fader: 0 dB, output: [1, 2], limiter: {on: off, ceiling: 0 dB}}
monitor: {output: [3, 4]}
auxes:
  1: {output: [5, 6], limiter: {on: off, ceiling: 0 dB}}
  2: {output: none, limiter: {on: off, ceiling: 0 dB}}
  3: {output: [7, 8]}
END

# What the keys switch, a line a key.
{
  for strip in 'channel 1' 'channel 2' 'channel 3' 'channel 4' 'group 1' 'group 2' 'fx 1'; do
    echo "$strip main"
    for way in groups.1 groups.2 'sends.aux 1.on' 'sends.aux 2.on' 'sends.fx 1.on' \
      'sends.aux 1.tap'; do
      echo "$strip $way"
    done
    echo "$strip solo"
  done
  printf '%s\n' 'aux 1 main' 'aux 1 limiter.on' 'aux 2 main' 'aux 2 groups.2' 'aux 2 limiter.on' \
    'main limiter.on' 'monitor source' 'desk solo'
} >ways
ways=$(wc -l <ways)

# The sends' levels, which no key moves.
sed -i '/^  [1-4]: {input/s/}$/, sends: {aux 1: {level: -6 dB, on: off}, aux 2: {level: -6 dB,\
      on: off}, fx 1: {level: -6 dB, on: off}}}/' desk.yaml
busbar check desk.yaml

{
  printf '%s\n' 'busbar-mapping: 1' 'name: Switches' 'device:' \
    '  units: [{name: Switches, client: Switches, parts: [keys]}]' \
    "  parts: {keys: {buttons: {key 1..$ways: {message: note 0..$((ways - 1)), lamp: none}}}}" \
    'layout:'
  awk '{ print "  key " NR ": " $0 }' ways
} >switches.yaml
busbar check switches.yaml

# keys SECONDS SEED: presses keys at random.
keys() {
  {
    echo 'await 5000'
    awk -v count="$(($1 * 50))" -v ways="$ways" -v seed="$2" 'BEGIN {
      srand(seed)
      for (i = 0; i < count; i++) printf "press %d\nwait 20\n", int(rand() * ways)
    }'
  } >keys.txt
  mackie-device --name Switches keys.txt
}

memory() { awk '/^VmRSS/ { print $2 }' "/proc/$busbar/status"; }

load_loopback
mkfifo sound
bend-meter --from 3 ramp:240 ramp:240 ramp:240 ramp:240 ramp:240 ramp:240 tone:970 tone:970 \
  <sound >bends &
meter=$!
arecord "${loopback_stream[@]}" -f S32_LE -c 8 -D hw:Loopback,1,0 -t raw >sound &
recorder=$!
sleep 0.3
play_tones S32_LE 50:-26 70:-26 110:-26 130:-26 970:-20 970:-20
start_busbar --console desk.yaml --mapping switches.yaml \
  --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
eventually 10 says Playing
rm sound
sleep 4

keys 10 1
before=$(memory)
keys "$seconds" 2
after=$(memory)

stop_recording
wait "$meter" || { cat bends; fail 'the sound was bent too far'; }
cat bends
end_busbar
echo "$seconds s of keys; resident $before kB, $after kB afterwards"
# A plan is larger the more ways are open just then. One that was kept would show in any second.
((after <= before + 4096)) || fail 'the memory in use has grown'
