# The controller vanishes while the desk plays, and comes back: first a client of the sequencer,
# then a USB controller. The sound goes on untouched, and what comes back is painted anew.

cat >desk.yaml <<'END'
busbar-console: 1
name: Replugged
size: {channels: 4, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}
channels: {1: {name: Vox, input: 1, fader: -6 dB, pan: L100}, 2: {name: Bass, mute: on}}
main: {fader: 0 dB, output: [1, 2]}
END

load_loopback
record S32_LE 2
play_tones S32_LE 1000:-20 -
start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml \
  --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
eventually 10 says Playing

# What it shows when the channel's fader is at VALUE, whose level reads TEXT.
painted() {
  tell stands 3000 1 "$1"
  tell stands 500 9 12276
  tell shows 2000 1 1 Vox
  tell shows 500 2 1 Bass
  tell shows 2500 1 2 "$2"
  tell shows 500 2 2 MUTE
  tell lit 500 $((mute_1 + 1)) on
  tell lit 500 "$inputs" on
  told
}

start_device
tell await 5000
painted 9821 -6.0dB
for round in 1 2 3; do
  moved="round $round"
  move 1 8184
  hear
  sounds 1 1000 -30
  began=$(recorded_bytes)
  tell touch 1 on  # pulled out under a hand
  tell fader 1 8184
  tell wait 50
  tell close
  eventually 5 says 'main went away'
  hear
  sounds 1 1000 -30
  tell reopen
  tell await 3000
  painted 8184 -10.0
  tell forget
  tell expect-none 500 E0
  moved="round $round, moved again" 
  move 1 9821
  hear
  sounds 1 1000 "$(sum -20 "$(level_at 9821)")"
  gone=$(grep -c 'went away' messages)
  ((gone == round)) || fail "told $gone times that it went away"
done
end_device
eventually 5 has_no_client 'Mackie Control'
hear
sounds 1 1000 "$(sum -20 "$(level_at 9821)")"

# The same over USB, where bytes come through a driver and a cable.
got() { od -An -v -tx1 "$1" | tr -d '\n' | grep -q "$2"; }
place='5d 4c'
for round in 1 2; do
  moved="USB round $round"
  usb-midi plug 'Mackie Control'
  eventually 10 client 'Mackie Control'
  eventually 10 client f_midi
  amidi -p hw:fmidi -r "usb-$round" &  # in time: the desk waits for an answer for a second
  inside=$!
  eventually 10 got "usb-$round" "e0 $place"
  eventually 10 got "usb-$round" 'e8 74 5f'
  eventually 10 got "usb-$round" '90 11 7f'
  eventually 10 got "usb-$round" 'f0 00 00 66 14 12 00 56 6f 78 20 20 20 20 42 61 73 73 '
  sleep 0.5
  amidi -p hw:fmidi -S "90 68 7F E0 00 4$round 90 68 00"
  place="00 4$round"
  eventually 10 got "usb-$round" "e0 $place"
  sleep 0.2
  level=$(sum -20 "$(level_at $((8192 + 128 * round)))")
  hear
  sounds 1 1000 "$level"
  usb-midi unplug
  eventually 10 has_no_client 'Mackie Control'
  wait "$inside" || true
  hear
  sounds 1 1000 "$level"
done

grep -q 'went away' messages
end_busbar
# Nothing was ever cut out: from the first frame to the last.
seconds=$(($(recorded_bytes) / frame_bytes / 48000 - 1))
level-meter recording.wav 1000 --from 0.1 --for $seconds --clean
