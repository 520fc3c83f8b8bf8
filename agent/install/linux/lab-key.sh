#!/usr/bin/env bash
# Writes lab.txt into the current folder: server, key and room, to set up the machines of a lab without typing.
#   sudo ./lab-key.sh ROOM
set -euo pipefail

say() { printf '%s\n%s\n' "$1" "$2"; }
stop_with() { say "hatang: $2" "hatang: $3" >&2; exit "$1"; }

[ "$(id -u)" = 0 ] || stop_with 2 'hãy chạy bằng sudo' 'run it with sudo'
[ $# = 1 ] || stop_with 2 'sudo ./lab-key.sh MÃ-PHÒNG-MÁY' 'sudo ./lab-key.sh ROOM'
told=$(cd / && runuser -u hatang -- /opt/hatang/hatang agent lab-key --config /etc/hatang/agent.yaml --json)
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<< "$told"; }
[ "$(field agent)" ] ||
  stop_with 1 'chưa mở nơi máy phòng Tin học báo về: vào trang Khai báo, bước Phòng máy' 'lab machines have nowhere to report to yet: see the setup page, step Labs'
(umask 077 && printf 'Agent=%s\nKey=%s\nRoom=%s\n' "$(field agent)" "$(field key)" "$1" > lab.txt)
say 'Đã ghi lab.txt: chép vào USB, cạnh install-machine.cmd (Windows) hoặc install-machine.sh (Linux). Giữ kín như mật khẩu.' \
  'Wrote lab.txt: copy it to a USB stick, beside install-machine.cmd (Windows) or install-machine.sh (Linux). Keep it like a password.'
