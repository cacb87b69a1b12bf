# An insert sends a channel out by output 3, before the fader and switched in or not, and hears input
# 2 in its place while it is on. Where the card has no such input the signal passes, and is told of.

# desk KEYS: channel 1 with an insert of these keys.
desk() {
  cat >desk.yaml <<END
busbar-console: 1
size: {channels: 1, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}
channels: {1: {name: Vox, input: 1, trim: -4 dB, fader: -6 dB, pan: L100, insert: {$1}}}
main: {fader: 0 dB, output: [1, 2]}
monitor: {output: none}
auxes: {1: {output: none}}
END
}

# plays KEYS: a desk with such an insert is heard for a while.
plays() {
  moved=$1
  desk "$1"
  record S32_LE 4
  play_tones S32_LE 1000:-20 1500:-30 - -
  start_busbar --console desk.yaml --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
  eventually 10 says Playing
  sleep 1
  hear
  end_busbar
  stop_tones
  stop_recording
  rm "$recording"
  sounds 3 1000 -24
  is_silent 2
  is_silent 4
}

load_loopback

plays 'output: 3, input: 2'
sounds 1 1500 -36
says 'these inserts' && fail 'an insert was said to be lacking'

plays 'on: off, output: 3, input: 2'
sounds 1 1000 -30

plays 'output: 3, input: 5'
sounds 1 1000 -30
says 'The card lacks what these inserts are patched to; their signal passes: channel 1.' ||
  fail 'did not say what is lacking'
