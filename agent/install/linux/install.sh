#!/usr/bin/env bash
# Installs the school's agent on its server, or brings an installed one up to date: its config and its data stay.
#   sudo ./install.sh --collector URL --code CODE
set -euo pipefail

program=/opt/hatang/hatang
config=/etc/hatang/agent.yaml
data=/var/lib/hatang
unit=/etc/systemd/system/hatang-agent.service

say() { printf '%s\n%s\n' "$1" "$2"; }
stop_with() { say "hatang: $2" "hatang: $3" >&2; exit "$1"; }
usage() {
  say 'sudo ./install.sh --collector ĐỊA-CHỈ-TRUNG-TÂM --code MÃ-GHI-DANH [--agent TÊN] [--enrol-again]' \
    'sudo ./install.sh --collector URL --code CODE [--agent NAME] [--enrol-again]'
}

collector='' code='' name=may-chu again=no
while [ $# -gt 0 ]; do
  case $1 in
    --collector | --code | --agent)
      [ $# -ge 2 ] || stop_with 2 "$1: thiếu giá trị" "$1: its value is missing"
      case $1 in --collector) collector=$2 ;; --code) code=$2 ;; --agent) name=$2 ;; esac
      shift 2
      ;;
    --enrol-again) again=yes; shift ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; stop_with 2 "không hiểu $1" "$1 is not understood" ;;
  esac
done

here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || stop_with 2 'hãy chạy bằng sudo' 'run it with sudo'
[ "$("$here/hatang" --version 2>/dev/null || true)" ] ||
  stop_with 2 'máy này không chạy được hatang: cần Linux x64, glibc từ 2.28' 'hatang does not run here: it needs Linux x64 with glibc 2.28 or later'

enrolled=no
[ -s "$data/token" ] && [ "$again" = no ] && enrolled=yes
if [ "$enrolled" = no ] && { [ -z "$collector" ] || [ -z "$code" ]; }; then
  usage >&2
  stop_with 2 'lần đầu cài cần --collector và --code, lấy ở trang Ghi danh của trung tâm' 'the first time it needs --collector and --code, from the page Enrol of the centre'
fi

getent passwd hatang > /dev/null ||
  useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin hatang
install -d -m 755 /opt/hatang
# Put in place by a rename: a running agent keeps the old one until it is started again.
install -m 755 "$here/hatang" "$program.new"
mv -f "$program.new" "$program"
ln -sfn "$program" /usr/local/bin/hatang
install -d -o hatang -g hatang -m 750 /etc/hatang
install -d -o hatang -g hatang -m 700 /etc/hatang/secrets "$data"

as_hatang() { (cd / && exec runuser -u hatang -- "$program" "$@"); }
if [ "$enrolled" = no ]; then
  as_hatang agent enroll --collector "$collector" --code "$code" --agent "$name" --config "$config" --data "$data"
else
  say 'Máy này đã ghi danh: giữ nguyên cấu hình và số liệu.' 'Already enrolled: config and data stay as they are.'
fi

install -m 644 "$here/hatang-agent.service" "$unit"
systemctl enable --quiet hatang-agent.service
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl restart hatang-agent.service
  sleep 2
  systemctl is-active --quiet hatang-agent.service ||
    stop_with 1 'tác nhân không chạy được; xem: journalctl -u hatang-agent' 'the agent does not run; see: journalctl -u hatang-agent'
  say "Đã cài $("$program" --version), đang chạy và tự chạy khi bật máy." "$("$program" --version) is installed, runs, and starts with the machine."
else
  say 'Đã cài; tác nhân sẽ chạy khi bật máy.' 'Installed; the agent starts with the machine.'
fi
as_hatang agent setup --config "$config"
