# A USB sound card is pulled out while the desk plays on it, and comes back, three times. It has no
# inputs, so what it plays is silence.

is_running() { grep -q RUNNING /proc/asound/Audio/pcm0p/sub0/status; }
played() { sed -n 's/^hw_ptr *: //p' /proc/asound/Audio/pcm0p/sub0/status; }

echo 'busbar-console: 1' >desk.yaml
usb-sound plug
eventually 10 has_card Audio
start_busbar --console desk.yaml --playback hw:CARD=Audio,DEV=0 --period 480 --periods 10
eventually 20 says Playing
for round in 1 2 3; do
  eventually 10 is_running
  before=$(played)
  sleep 1
  (($(played) > before + 24000)) || fail "played only $(($(played) - before)) frames in a second"
  usb-sound unplug
  eventually 10 has_no_card Audio
  eventually 5 says_again $round 'The sound card is gone; levels stay as they are.'
  usb-sound plug
  eventually 10 has_card Audio
  eventually 10 says_again $round 'The sound card is back.'
done
kill -TERM "$busbar"
wait "$busbar"
cat messages summary
