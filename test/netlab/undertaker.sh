#!/bin/sh
# undertaker.sh LIFE_S FOLDER NAMESPACE…
# Waits until its input ends, which it does when whoever raised the line ends in whatever way, or until the line's life is over.
# Then ends what runs in the namespaces, removes them, and puts back what was changed on the host.
life=$1 folder=$2
shift 2
timeout "$life" cat > /dev/null
for each in "$@"; do ip netns pids "$each" 2> /dev/null | xargs -r kill -9 2> /dev/null; done
for each in "$@"; do ip netns del "$each" 2> /dev/null; done
[ -f "$folder/congestion" ] && sysctl -qw net.ipv4.tcp_allowed_congestion_control="$(cat "$folder/congestion")"
if [ -f "$folder/cgroup" ]; then
  while read -r group; do
    for _ in 1 2 3 4 5; do rmdir "$group" 2> /dev/null && break; sleep 0.2; done
  done < "$folder/cgroup"
fi
rm -rf "$folder"
