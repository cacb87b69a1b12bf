# Every format, channel count and period that the loopback takes plays at the right level, without
# an xrun: the last input is heard at the last but one output, panned hard left.

desk() {
  echo 'busbar-console: 1'
  echo "size: {channels: $1, groups: 1, auxes: 1, fx: 1, vcas: 1, mute-groups: 1}"
  echo "channels: {$1: {name: Last, input: $1, fader: -6 dB, pan: L100}}"
  echo "main: {fader: 3 dB, output: [$(($1 - 1)), $1]}"
  echo 'monitor: {output: none}'
  echo 'auxes: {1: {output: none}}'
}

# Each two of period, format and channel count meet.
channels=2
for period in 16 64 1024 2048; do
  load_loopback $period
  for format in S16_LE S24_3LE S32_LE FLOAT_LE; do
    moved="$format, $channels channels, $period frames"
    desk $channels >desk.yaml
    silent=()
    for ((i = 1; i < channels; i++)); do silent+=(-); done
    record $format $channels
    play_tones $format "${silent[@]}" 1000:-20
    start_busbar --console desk.yaml --period $period \
      --playback hw:Loopback,0,0 --capture hw:Loopback,0,0
    eventually 10 says Playing
    says "Playing $channels channels at 48000 Hz, $period frames a block, $format." ||
      fail "not $moved"
    sleep 1
    hear
    sounds $((channels - 1)) 1000 -23
    is_silent $channels
    end_busbar
    stop_tones
    stop_recording
    rm "$recording"
    channels=$((34 - channels))
  done
  channels=$((34 - channels))
  unload_loopback
done
