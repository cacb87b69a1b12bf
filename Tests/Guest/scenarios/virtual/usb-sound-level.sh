# The USB card plays at the right level, before and after it was pulled out.

volume='Audio Output Volume Control Playback Volume'  # the emulator scales nothing at its top
tone tone.wav S16_LE 3 997:-20 1499:-20
for round in 1 2; do
  usb-sound plug
  eventually 10 has_card Audio
  amixer -q -c Audio cset name="$volume" 100%
  aplay -q -D hw:Audio --period-size=480 --buffer-size=4800 tone.wav
  usb-sound unplug
  eventually 10 has_no_card Audio
  level-meter /share/out/usb-card.wav 997 --for 2 --expect -20 --within 0.001 --clean
  level-meter /share/out/usb-card.wav 1499 --channel 2 --for 2 --expect -20 --within 0.001 --clean
done
