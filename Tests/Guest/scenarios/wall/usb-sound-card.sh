# A USB sound card is pulled out while it plays, and comes back.

for round in 1 2 3; do
  usb-sound plug
  eventually 10 has_card Audio
  aplay -q -D hw:Audio -f S16_LE -c 2 -r 48000 -d 60 /dev/zero 2>player &
  player=$!
  eventually 10 grep -q RUNNING /proc/asound/Audio/pcm0p/sub0/status
  usb-sound unplug
  eventually 10 has_no_card Audio
  ! wait "$player" || fail 'aplay did not notice'
  cat player
done
