# A controller's client vanishes and comes back.

start_device --name 'Fader Port' --log log
eventually 5 client 'Fader Port'
tell close
eventually 5 has_no_client 'Fader Port'
tell reopen
eventually 5 client 'Fader Port'
tell exit
wait "$device"
has_no_client 'Fader Port'
