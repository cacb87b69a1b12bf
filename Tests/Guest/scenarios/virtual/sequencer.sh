# The tools themselves: a scripted controller talks to alsa-utils and to another of its kind, and
# reports what does not hold.

mackie-device --name Listener --log listener.log <<'END' &
await 10000
expect-within 10000 E0 70 2F
expect-within 100 90 68 7F
expect-within 100 F0 00 00 66 14 12 00 48 65 6C 6C 6F F7
expect-within 10000 E0 00 40        # what aplaymidi plays
send F0 00 00 66 14 00 F7 90 18 7F
log heard all
END
listener=$!

start_device --log speaker.log
eventually 5 client Listener
eventually 5 client 'Mackie Control'
aconnect Listener 'Mackie Control'
aconnect 'Mackie Control' Listener
aseqdump -p 'Mackie Control' >dump &
sleep 0.5

tell await 1000
tell answer F0 00 00 66 14 00 = F0 00 00 66 14 01 58 59 5A 31 32 33 34 01 02 03 04 F7
tell fader 1 6128
tell touch 1 on
tell pieces 4 F0 00 00 66 14 12 00 48 65 6C 6C 6F F7
sleep 0.5

# One track: a pitch bend to the middle.
printf 'MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\x08\0\xE0\0\x40\0\xFF\x2F\0' >middle.mid
aplaymidi -p Listener middle.mid

wait "$listener"
tell expect-within 1000 F0 00 00 66 14 00 F7
tell expect-within 100 90 18 7F
tell expect-none 100 90
tell exit
wait "$device"
sleep 0.2
grep -q 'out F0 00 00 66 14 01 58' speaker.log || fail 'no answer was sent'
cat dump

# What does not hold is told, and costs the exit status.
status=0
mackie-device --name Alone >alone <<'END' || status=$?
await 50
expect-within 50 E0
END
((status == 1)) || fail "status $status for expectations that did not hold"
grep -c '^FAILED line' alone | grep -qx 2 || fail 'not both were told'
