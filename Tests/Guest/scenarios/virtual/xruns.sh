# The desk gets no processor for a while as it plays, and its buffer is 4 ms long: each time that is
# one xrun and one gap, after which the sound rises again at its level. The card stays open.

cat >desk.yaml <<'END'
busbar-console: 1
name: Xruns
size: {channels: 2, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}
channels: {1: {name: Vox, input: 1, fader: -6 dB, pan: L100}}
main: {fader: 0 dB, output: [1, 2]}
END

# opened: how often the kernel has opened a stream of any card since it was asked to note that.
tracing=/sys/kernel/tracing
opened() { grep -c ': opened:' $tracing/trace || true; }

# started: when the kernel last started the playback.
started() { grep trigger_time /proc/asound/Loopback/pcm0p/sub0/status; }

has_started_anew() { [[ $(started) != "$start" ]]; }

load_loopback
record S32_LE 2
play_tones S32_LE 1000:-20 -
mount -t tracefs trace $tracing
echo 'p:opened snd_pcm_open_substream' >$tracing/kprobe_events
echo 1 >$tracing/events/kprobes/opened/enable
start_busbar --console desk.yaml --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
eventually 10 says Playing
sleep 0.5
hear
sounds 1 1000 -26
(($(opened) == 2)) || fail 'not opened once for playback and once for capture'

rounds=0
for seconds in 0.01 0.02 0.05 0.1 0.3 1 0.01 0.02 0.05 0.1; do
  moved="round $((++rounds)), stopped for $seconds s"
  start=$(started)
  kill -STOP "$busbar"
  sleep $seconds
  kill -CONT "$busbar"
  eventually 5 has_started_anew
  sleep 0.2
  hear
  sounds 1 1000 -26
done

sleep 0.5
seconds=$(awk "BEGIN { print $(recorded_bytes) / $frame_bytes / 48000 - 1 }")
(($(opened) == 2)) || fail 'the card was opened again'
says_again 1 Playing
says 'The sound was interrupted'
kill -TERM "$busbar"
wait "$busbar" || fail "busbar ended with $?"
cat messages summary
grep -q ", $rounds xruns, " summary || fail "not $rounds xruns"

# From the first sound on the only gaps are those of the xruns. Where one begins the sine is torn
# off, which may be a jump; where it ends the sine rises in 20 ms, which is none.
level-meter recording.wav 1000 --from 0.1 --for "$seconds" | tee whole
read -r gaps jumps < <(sed -n 's/.* \([0-9]*\) zero runs.*, \([0-9]*\) jumps.*/\1 \2/p' whole)
((gaps == rounds)) || fail "$gaps gaps in $rounds rounds"
((jumps <= rounds)) || fail "$jumps jumps in $rounds rounds"
