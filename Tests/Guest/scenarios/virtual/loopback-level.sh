# What is played at 64 frames a period is recorded bit for bit in time and at its level.

load_loopback
tone tone.wav S32_LE 3 997:-20 1499:-60
arecord "${loopback_stream[@]}" -D hw:Loopback,1,0 -d 4 recording.wav &
recorder=$!
sleep 0.3
aplay "${loopback_stream[@]}" -D hw:Loopback,0,0 tone.wav
wait "$recorder"
level-meter recording.wav 997 --channel 1 --for 2 --expect -20 --within 0.001 --clean
level-meter recording.wav 1499 --channel 2 --for 2 --expect -60 --within 0.001 --clean
! level-meter recording.wav 997 --expect -20.01 --within 0.001
