#!/bin/sh
# Makes the secrets of docker-compose.yml: 256 random bits each, readable by the containers' user alone.
# One that is there already stays. Usage: sudo config/docker/make-secrets.sh [FOLDER]
set -eu
umask 077

# `user:` in docker-compose.yml.
owner=1000
folder=${1:-$(dirname "$0")/secrets}

caller=$(id -u)
if [ "$caller" != 0 ] && [ "$caller" != "$owner" ]; then
  echo "make-secrets.sh: cần chạy với sudo / run it with sudo: the secrets must belong to user $owner" >&2
  exit 2
fi

mkdir -p "$folder"
for name in influx_admin_password influx_token grafana_influx_password grafana_admin_password; do
  file=$folder/$name
  if [ -e "$file" ]; then
    echo "giữ nguyên / kept: $file"
    continue
  fi
  # Written under another name first: a secret is there whole or not at all.
  od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n' > "$file.new"
  mv "$file.new" "$file"
  echo "đã tạo / made: $file"
done
if [ "$caller" = 0 ]; then chown -R "$owner:$owner" "$folder"; fi
