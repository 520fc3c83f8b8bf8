#!/usr/bin/env bash
# Takes the agent and the lab machine's reporter off this machine. Config and data stay, unless --purge is given.
set -euo pipefail

say() { printf '%s\n%s\n' "$1" "$2"; }
purge=no
case ${1:-} in
  '') ;;
  --purge) purge=yes ;;
  *) say 'sudo ./uninstall.sh [--purge]     --purge: xóa cả cấu hình và số liệu' 'sudo ./uninstall.sh [--purge]     --purge: config and data too' >&2; exit 2 ;;
esac
if [ "$(id -u)" != 0 ]; then say 'hatang: hãy chạy bằng sudo' 'hatang: run it with sudo' >&2; exit 2; fi

for unit in hatang-agent.service hatang-machine.timer hatang-machine.service; do
  [ -e "/etc/systemd/system/$unit" ] || continue
  # The service of a timer has nothing to disable.
  systemctl disable --quiet "$unit" 2> /dev/null || true
  [ ! -d /run/systemd/system ] || systemctl stop "$unit"
  rm -f "/etc/systemd/system/$unit"
done
[ ! -d /run/systemd/system ] || systemctl daemon-reload
rm -f /usr/local/bin/hatang /etc/tmpfiles.d/hatang-machine.conf
rm -rf /opt/hatang

if [ "$purge" = yes ]; then
  rm -rf /etc/hatang /var/lib/hatang /var/lib/hatang-machine
  if getent passwd hatang > /dev/null; then userdel hatang; fi
  say 'Đã gỡ hatang, cả cấu hình và số liệu.' 'hatang is gone, with its config and data.'
else
  say 'Đã gỡ hatang. Còn giữ /etc/hatang và /var/lib/hatang*; xóa bằng: ./uninstall.sh --purge' 'hatang is gone. /etc/hatang and /var/lib/hatang* are kept; to delete them: ./uninstall.sh --purge'
fi
