# What can't be had is told in one sentence, with status 69; a signal ends the desk well.

# refuses TEXT OPTION...: busbar ends with 69, and TEXT is in the only line that it says.
refuses() {
  local text=$1 status=0
  shift
  busbar run --duration 5 "$@" >summary 2>messages || status=$?
  cat messages
  ((status == 69)) || fail "ended with $status"
  (($(wc -l <messages) == 1)) || fail 'said more than one line'
  says "$text" || fail "did not say '$text'"
  [[ ! -s summary ]] || fail 'printed a summary'
}

refuses 'this machine has no sound card' --playback hw:Nope
load_loopback
refuses 'There is no sound device hw:Lopback (did you mean Loopback?)' --playback hw:Lopback
refuses 'cards: Clock, Loopback' --playback hw:CARD=Nope,DEV=0

aplay "${loopback_stream[@]}" -D hw:Loopback,0,0 /dev/zero &
holder=$!
sleep 0.5
refuses "hw:Loopback,0,0 is in use by aplay (process $holder)." --playback hw:Loopback,0,0
refuses "hw:Loopback,0,0 is in use by aplay (process $holder)." \
  --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
kill "$holder"
wait "$holder" || true

# The other side of the loopback has fixed the rate.
record S32_LE 2
refuses 'hw:Loopback,0,0 refuses the rate 44100; it allows 48000' --rate 44100 \
  --playback hw:Loopback,0,0
refuses 'are two cards with a clock each' --playback hw:Loopback,0,0 --capture hw:Clock

for signal in TERM INT HUP; do
  start_busbar --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
  eventually 10 says Playing
  sleep 0.3
  end_busbar "$signal"
done

# Without a card the desk runs on a clock, and --duration ends it.
busbar run --console /dev/stdin --duration 0.5 >summary 2>messages <<<'busbar-console: 1'
says 'No sound card: the built-in clock runs the desk'
grep -q ' blocks, 0 xruns, ' summary
