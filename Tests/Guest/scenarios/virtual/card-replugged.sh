# The sound card goes away while the desk plays, and comes back: the desk lives, says so, keeps its
# levels, takes moves meanwhile, and plays on at the right level.
#
# The loopback's driver is taken from its card, which for its users is the card being pulled out. It
# has 32 channels, whoever opens it first after that.

cat >desk.yaml <<'END'
busbar-console: 1
name: Card
size: {channels: 4, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}
channels: {1: {name: Vox, input: 1, fader: -6 dB, pan: L100}}
main: {fader: 0 dB, output: [1, 2]}
END

driver=/sys/bus/platform/drivers/snd_aloop
silent=()
for ((i = 2; i <= 32; i++)); do silent+=(-); done
device=(--playback hw:Loopback,0,0 --capture hw:Loopback,0,0)

# plays LEVEL
plays() {
  record S32_LE 32 "$moved.wav"
  play_tones S32_LE 1000:-20 "${silent[@]}"
  sleep 0.5
  hear
  sounds 1 1000 "$1"
}

# Nobody hears the first 20 ms louder than what comes after: it begins in silence and rises.
rises() { level-meter "$moved.wav" 1000 --from 0 --for 0.02 --below "$1"; }

load_loopback
moved=first
record S32_LE 32 first.wav
play_tones S32_LE 1000:-20 "${silent[@]}"
start_busbar --console desk.yaml --mapping /payload/mappings/mackie-control.yaml "${device[@]}"
eventually 10 says Playing
start_device
tell await 5000
tell wait 1500
told
hear
sounds 1 1000 -26

round=0
for value in 8184 11048; do
  ((++round))
  moved="moved to $value"
  echo snd_aloop.0 >$driver/unbind &  # returns when nobody has the card any more
  eventually 5 has_no_card Loopback
  wait $! "$recorder" "$tones" || true
  eventually 5 says_again $round 'The sound card is gone; levels stay as they are.'
  move 1 "$value"
  tell stands 500 1 "$value"
  sleep 3
  kill -0 "$busbar" || fail 'busbar died'
  echo snd_aloop.0 >$driver/bind
  eventually 5 has_card Loopback
  eventually 10 says_again $round 'The sound card is back.'
  level=$(sum -20 "$(level_at "$value")")
  plays "$level"
  rises "$(sum "$level" 0.01)"
done

end_device
kill -TERM "$busbar"
wait "$busbar"
cat messages summary
