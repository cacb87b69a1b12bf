# A USB controller goes and comes back under the same name, and carries MIDI both ways.

for round in 1 2; do
  usb-midi plug 'Mackie Control'
  eventually 10 client 'Mackie Control'
  eventually 10 client f_midi
  sleep 0.5
  amidi -l
  mackie-device --name Console --log "console-$round.log" <<'END' &
await 10000
expect-within 10000 E0 70 2F
send E7 00 40
wait 500
END
  console=$!
  eventually 5 client Console
  aconnect Console 'Mackie Control'
  aconnect 'Mackie Control' Console
  amidi -p hw:fmidi -r received & 
  inside=$!
  sleep 0.5
  amidi -p hw:fmidi -S 'E0 70 2F'
  wait "$console"
  kill -INT "$inside"
  wait "$inside" || true
  [[ $(od -An -tx1 received) == ' e7 00 40' ]] || fail "the controller got $(od -An -tx1 received)"
  usb-midi unplug
  eventually 10 has_no_client 'Mackie Control'
done
