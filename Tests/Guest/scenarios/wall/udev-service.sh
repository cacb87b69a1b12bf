# The service of udev/ under a real systemd, which has a process tree of its own here: nothing runs
# until a controller arrives; the desk is then started, tries again until its card arrives too, and
# plays, not as root and without any privilege, with real-time priority and locked memory. A card
# alone starts it as well.

# at_box COMMAND...: in the box that systemd runs.
at_box() { nsenter -t "$systemd" -p -m "$@"; }

install_files() {
  mkdir -p /etc/{default,udev/rules.d,systemd/system/busbar.service.d} /usr/local/bin /usr/local/lib/busbar
  cp /payload/bin/busbar /usr/local/bin
  cp /payload/lib/* /usr/local/lib/busbar
  cp /payload/udev/90-busbar.rules /etc/udev/rules.d
  cp /payload/udev/busbar.service /etc/systemd/system
  cat >/etc/default/busbar <<END
LD_LIBRARY_PATH=/usr/local/lib/busbar
BUSBAR_OPTIONS=--playback hw:CARD=Audio --period 512 --mapping /payload/mappings/mackie-control.yaml
END
  printf '[Service]\nStandard%s=append:%s\n' Output "$PWD/messages" Error "$PWD/messages" \
    >/etc/systemd/system/busbar.service.d/messages.conf
}

# Only what the desk needs: no journal, no walk through all devices, no file systems.
trim_systemd() {
  local unit
  printf '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n' >/etc/systemd/system/box.target
  ln -sfn box.target /etc/systemd/system/default.target
  for unit in systemd-journal{d.service,d.socket,d-dev-log.socket,d-audit.socket,-flush.service} \
    systemd-{udev-trigger,hwdb-update,update-done,random-seed,sysctl}.service \
    modprobe@{fuse,dm_mod,loop}.service alsa-{restore,state}.service; do
    ln -sfn /dev/null "/etc/systemd/system/$unit"
  done
  echo 0123456789abcdef0123456789abcdef >/etc/machine-id
  mkdir -p /run/udev
  : >/etc/udev/rules.d/90-alsa-restore.rules
  mount -t cgroup2 cgroup /sys/fs/cgroup
}

remove_all() {
  kill -KILL "$systemd" || true
  rm -rf /etc/udev/rules.d /etc/systemd/system /etc/default/busbar
}

is() { [[ $(at_box systemctl is-active busbar.service) == "$1" ]]; }
box_runs() { [[ $(at_box systemctl is-system-running) == running ]]; }

install_files
trim_systemd
unshare --pid --mount --fork --mount-proc env container=busbar \
  /lib/systemd/systemd --system --show-status=0 --log-target=console --log-level=err &
eventually 10 pidof systemd
systemd=$(pidof systemd)
trap remove_all EXIT
eventually 60 box_runs
is inactive || fail 'the desk runs before anything has come'

usb-midi plug --id 1397:00b6 X-Touch-Ext
eventually 30 says_again 2 'There is no sound device hw:CARD=Audio'
usb-sound plug
eventually 30 says 'Playing 2 channels'
eventually 10 says 'extender 1 is X-Touch-Ext'
is active

desk=$(pidof busbar)
status() { awk -v key="$1:" '$1 == key { print $2 }' "/proc/$desk/status"; }
(($(status Uid) != 0)) || fail 'the desk runs as root'
[[ $(status Gid) == 29 ]] || fail 'the desk is not in the group audio'
[[ $(status CapEff)$(status CapBnd) =~ ^0+$ ]] || fail 'the desk has privileges'
[[ $(status NoNewPrivs) == 1 && $(status Seccomp) == 2 ]] || fail 'the desk is not confined'
(($(status VmLck) > 10000)) || fail 'the memory is not locked'
for task in "/proc/$desk/task"/*; do
  echo "$(<"$task/comm"): scheduling $(awk '{ print $41, "priority", $40 }' "$task/stat")"
done | tee threads
grep -q '^busbar-audio: scheduling 1 priority 70$' threads || fail 'the audio thread is an ordinary one'
! grep -q refused messages || fail 'the desk was refused something'
at_box env LD_LIBRARY_PATH=/usr/local/lib/busbar \
  busbar get --socket /run/busbar/busbar.sock 'main fader' | grep 'main fader: -inf'

# Ended by hand, it comes back with the card alone.
at_box systemctl stop busbar.service
usb-midi unplug
usb-sound unplug
eventually 10 has_no_card Audio
is inactive
usb-sound plug
eventually 30 says_again 2 'Playing 2 channels'
is active
at_box systemctl stop busbar.service
