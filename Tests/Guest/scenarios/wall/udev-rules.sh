# The rules of udev/ under a real udevd, each acting on the uevents of real devices: a controller that
# the table names is kept awake, has the table's card id and asks for the service; any other is left
# alone. Two equal units are told apart by their sockets and by their serial numbers.

# What the rules are meant to know: USB id, product name where that is what counts, card id.
cat >known <<'END'
1397:00b3||XTouchMini
1397:00bc||BCF2000
1397:00b6||XTouchExt
0944:010f||nanoKONTROL
0944:0117||nanoKONTROL2
194f:0201||FaderPort
194f:0202||FaderPort8
1235:0061||LaunchControlXL
09e8:0031||MIDImix
09e8:0028||APCmini
1c75:0287||BeatStepPro
0218:0301||WorldeMIDI
2256:1007||FaderfoxLV3
1604:8001||US428
1604:8005||US224
0499:5003||DM2000
0499:5007||DM1000
0499:5008||Yamaha01V96
1209:0001|X-Touch|XTouch
1209:0001|X-TOUCH COMPACT|XTouchCompact
1209:0001|PreSonus FP2|FaderPort2
1209:0001|PreSonus FP16|FaderPort16
1209:0001|iCON QCON Pro XS1 V1.08|QConPro
1209:0001|Platform M V1.14|PlatformM
1209:0001|Platform M+ V1.07|PlatformMplus
1209:0001|V1-M|V1M
1209:0001|P1-M|P1M
1209:0001|P1-NANO|P1Nano
1209:0001|Arturia BeatStep|BeatStep
1209:0001|Midi Fighter Twister|Twister
1209:0001|Faderfox EC4|FaderfoxEC4
0b33:0011||
0b33:0020||
0b33:0030||
END

# Everything that a blanket power saver would do to a box.
mkdir -p /etc/udev/rules.d /run/udev
cp /payload/udev/90-busbar.rules /etc/udev/rules.d
: >/etc/udev/rules.d/90-alsa-restore.rules  # mixers that nobody has stored
echo 'ACTION=="add", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", TEST=="power/control",' \
  'ATTR{power/control}="auto"' >/etc/udev/rules.d/50-powersave.rules
trap 'rm -f /etc/udev/rules.d/{50-powersave,90-alsa-restore,90-busbar,91-busbar-places}.rules' EXIT
/lib/systemd/systemd-udevd 2>udevd &
eventually 5 udevadm control --ping

# device SOCKET, card SOCKET: the folder of what is plugged in there, in /sys.
device() { echo /sys/devices/platform/dummy_hcd."$1"/usb*/*-1; }
card() { echo "$(device "$1")"/*/sound/card*; }
is_there() { [[ -e $(card "$1")/id ]]; }
is_gone() { [[ ! -e $(device "$1") ]]; }

# plug SOCKET OPTION...: and wait until udev has dealt with it.
plug() {
  usb-midi plug --at "$@"
  eventually 5 is_there "$1"
  udevadm settle
}

unplug() {
  usb-midi unplug --at "$1"
  eventually 5 is_gone "$1"
}

# has_id SOCKET ID
has_id() {
  local id
  id=$(<"$(card "$1")/id")
  [[ $id == "$2" ]] || fail "the card at socket $1 is called $id, not $2"
}

# note DEVICE: what udev has noted of it is now in $noted.
note() { noted=$'\n'$(udevadm info --query=property "$1")$'\n'; }

# wants_the_desk: systemd would start the service for the device that was noted.
wants_the_desk() {
  grep -q '^CURRENT_TAGS=.*:systemd:' <<<"$noted" &&
    grep -Eq '^SYSTEMD_WANTS=(.* )?busbar\.service( |$)' <<<"$noted"
}

# One that nobody knows: neither kept awake nor named nor started for.
plug 0 --serial 000123 'Desk Lamp'
[[ $(<"$(device 0)/power/control") == auto ]] || fail 'an unknown device is kept awake'
has_id 0 Lamp
note "$(card 0)"
! wants_the_desk || fail 'an unknown MIDI device starts the desk'
[[ $noted != *BUSBAR_SURFACE* ]] || fail 'an unknown device counts as a controller'
unplug 0

while IFS='|' read -r id name wanted; do
  plug 0 --id "$id" "${name:-Desk Lamp}"
  awake=$(<"$(device 0)/power/control")
  echo "$id $name: power/control $awake, card $(<"$(card 0)/id")"
  [[ $awake == on ]] || fail "$id $name may fall asleep"
  [[ -z $wanted ]] || has_id 0 "$wanted"
  note "$(card 0)"
  wants_the_desk || fail "$id $name does not start the desk"
  [[ $noted == *$'\n'ID_PATH=platform-dummy_hcd.0-usb-0:1:1.?$'\n'* ]] || fail 'no ID_PATH'
  unplug 0
done <known

# A card that can play starts the desk, one that was there before does not.
usb-sound plug
eventually 10 has_card Audio
udevadm settle
number=$(readlink /proc/asound/Audio)
note "/sys/class/sound/pcmC${number#card}D0p"
wants_the_desk || fail 'a USB card does not start the desk'
usb-sound unplug
eventually 10 has_no_card Audio
modprobe snd-dummy index=30 id=Clock
udevadm settle
note /sys/class/sound/pcmC30D0p
! wants_the_desk || fail 'a card that was always there starts the desk'

# Two equal units: the kernel counts them as they come.
plug 0 --id 1397:00b6 --serial '' X-Touch-Ext
plug 1 --id 1397:00b6 --serial '' X-Touch-Ext
has_id 0 XTouchExt
[[ $(<"$(card 1)/id") != XTouchExt ]]

# The example with this machine's sockets: at once for what is plugged in, whichever came first, and
# when both are taken away and come back the other way round.
sed 's/pci-0000:00:14.0-usb-0:1.1:1.0/platform-dummy_hcd.0-usb-0:1:1.0/
  s/pci-0000:00:14.0-usb-0:1.2:1.0/platform-dummy_hcd.1-usb-0:1:1.0/' \
  /payload/udev/91-busbar-places.rules.example >/etc/udev/rules.d/91-busbar-places.rules
udevadm control --reload
udevadm trigger --action=add --subsystem-match=sound
udevadm settle
has_id 0 FadersLeft
has_id 1 FadersRight
unplug 0
unplug 1
plug 1 --id 1397:00b6 --serial '' X-Touch-Ext
plug 0 --id 1397:00b6 --serial '' X-Touch-Ext
has_id 0 FadersLeft
has_id 1 FadersRight
unplug 0
unplug 1

# By serial number, wherever they are.
plug 0 --id 0944:0117 --serial 000123 nanoKONTROL2
plug 1 --id 0944:0117 --serial 000124 nanoKONTROL2
has_id 0 KeysLeft
has_id 1 KeysRight
unplug 0
unplug 1
plug 0 --id 0944:0117 --serial 000124 nanoKONTROL2
plug 1 --id 0944:0117 --serial 000123 nanoKONTROL2
has_id 0 KeysRight
has_id 1 KeysLeft
unplug 0
unplug 1

cat udevd
! grep busbar udevd || fail 'udevd complains of the rules'
