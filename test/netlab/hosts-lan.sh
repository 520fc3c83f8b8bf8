#!/bin/sh
# A school's LAN of five hosts and one beside it, around one command; run by `unshare --net --mount --pid --fork --kill-child`, so that
# all of it is gone when the command has ended, in whatever way. `hosts-lan.sh FOLDER COMMAND …`
#
#   10.88.0.1  agt      where the command runs; also 10.88.1.1
#   10.88.0.2  plain    answers ping
#   10.88.0.3  silent   answers for its address, and no ping
#   10.88.0.4  named    answers ping and SNMP (community `school`)
#   10.88.0.5  known    answers ping
#   10.88.0.6  gone     stands in the neighbour table and is not there
#   10.88.0.99 outside  on the same cable, outside 10.88.0.0/28
#   10.88.1.9  beyond   on the same cable, in another network
set -eu
folder=$1
shift
mkdir -p /run/netns
mount -t tmpfs netns /run/netns
ip link set lo up
ip link add br0 type bridge mcast_snooping 0
ip link set br0 up

host() {
  ip netns add "$1"
  ip link add "$1" type veth peer name eth0 netns "$1"
  ip link set "$1" master br0 up
  ip -n "$1" address add "$2" dev eth0
  ip -n "$1" link set lo up
  ip -n "$1" link set eth0 up
}
host agt 10.88.0.1/24
ip -n agt address add 10.88.1.1/24 dev eth0
host plain 10.88.0.2/24
host silent 10.88.0.3/24
host named 10.88.0.4/24
host known 10.88.0.5/24
host outside 10.88.0.99/24
host beyond 10.88.1.9/24
ip netns exec silent sh -c 'echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all'
ip -n agt neighbour add 10.88.0.6 lladdr 02:00:00:00:00:06 dev eth0 nud stale

printf '%s\n' 'agentAddress udp:10.88.0.4:161' 'rocommunity school 10.88.0.0/24' 'sysName MAY-CHU-TEP' > "$folder/snmpd.conf"
SNMP_PERSISTENT_DIR="$folder" ip netns exec named snmpd -f -Lf "$folder/snmpd.log" -C -c "$folder/snmpd.conf" &
until ip netns exec named snmpget -v2c -c school -t 0.2 -r 0 10.88.0.4 1.3.6.1.2.1.1.5.0 > "$folder/asked" 2>&1; do sleep 0.1; done

ip netns exec agt "$@" > "$folder/said"
for name in outside beyond named; do
  # Packets that came in, ARP left out. Source: proc(5), SNMP counters of RFC 2011.
  ip netns exec "$name" awk -v name="$name" '/^Ip: [0-9]/ { print name, $4 } ' /proc/net/snmp
done
ip -n agt neighbour | awk '{ print "asked-for", $1 }'
