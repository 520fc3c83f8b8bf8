#!/usr/bin/env bash
# Sets a lab machine up to tell the school's server about itself, at start and every four hours.
#   sudo ./install-machine.sh --agent HOST:PORT --key hl1.… --room ID
# What isn't given is read from lab.txt beside this script: lines Agent=…, Key=…, Room=….
set -euo pipefail

program=/opt/hatang/hatang
data=/var/lib/hatang-machine

say() { printf '%s\n%s\n' "$1" "$2"; }
stop_with() { say "hatang: $2" "hatang: $3" >&2; exit "$1"; }

here=$(cd "$(dirname "$0")" && pwd)
from_file() { [ ! -f "$here/lab.txt" ] || sed -n "s/^$1 *= *//p" "$here/lab.txt" | tr -d '\r' | head -n 1; }
agent=$(from_file Agent) key=$(from_file Key) room=$(from_file Room)
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || stop_with 2 "$1: thiếu giá trị" "$1: its value is missing"
  case $1 in
    --agent) agent=$2 ;;
    --key) key=$2 ;;
    --room) room=$2 ;;
    *) stop_with 2 "không hiểu $1" "$1 is not understood" ;;
  esac
  shift 2
done

[ "$(id -u)" = 0 ] || stop_with 2 'hãy chạy bằng sudo' 'run it with sudo'
if [ -z "$agent" ] || [ -z "$key" ]; then
  stop_with 2 'cần --agent và --key, lấy ở trang Phòng máy trên máy chủ của trường' 'it needs --agent and --key, from the labs page on the server of the school'
fi

getent passwd hatang > /dev/null ||
  useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin hatang
install -d -m 755 /opt/hatang
install -m 755 "$here/hatang" "$program.new"
mv -f "$program.new" "$program"
install -d -o hatang -g hatang -m 700 "$data"
# The firmware's numbers, by which a machine is known again, are for root alone: the reporter's group may read them too.
install -m 644 "$here/hatang-machine.tmpfiles.conf" /etc/tmpfiles.d/hatang-machine.conf
systemd-tmpfiles --create /etc/tmpfiles.d/hatang-machine.conf

as_hatang() { (cd / && exec runuser -u hatang -- "$program" "$@"); }
as_hatang machine enroll --agent "$agent" --key "$key" ${room:+--room "$room"} --data "$data"

install -m 644 "$here/hatang-machine.service" "$here/hatang-machine.timer" /etc/systemd/system/
systemctl enable --quiet hatang-machine.timer
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl restart hatang-machine.timer
  systemctl start hatang-machine.service
fi
say 'Đã cài: máy này tự báo cho máy chủ khi bật máy và cứ bốn giờ một lần.' 'Installed: this machine tells the server at start and every four hours.'
