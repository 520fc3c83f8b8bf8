#!/usr/bin/env bash
# Runs a script, $1, as on a machine of its own: what it writes to the system's folders is gone afterwards, and no systemd runs.
# Started by: unshare --mount
set -euo pipefail
layers=/mnt
mount -t tmpfs layers "$layers"
for place in /etc /opt /var/lib /usr/local/bin; do
  mkdir -p "$layers$place/upper" "$layers$place/work"
  mount -t overlay overlay -o "lowerdir=$place,upperdir=$layers$place/upper,workdir=$layers$place/work" "$place"
done
mount -t tmpfs run /run
exec bash -euo pipefail -c "$1"
