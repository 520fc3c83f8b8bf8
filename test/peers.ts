import { existsSync } from 'node:fs';
import { describe } from 'vitest';

/**
 * Programs nobody here wrote. Where one is missing its suites are skipped and say so by name,
 * unless HATANG_REQUIRE_PEERS=1 (as CI sets), which makes a missing peer a failure.
 */
const PEERS = {
  snmpd: '/usr/sbin/snmpd',
  snmpset: '/usr/bin/snmpset',
  ip: '/usr/sbin/ip',
  unshare: '/usr/bin/unshare',
  ping: '/usr/bin/ping',
  tc: '/usr/sbin/tc',
  ethtool: '/usr/sbin/ethtool',
  snmpwalk: '/usr/bin/snmpbulkwalk',
  snmp_exporter: '/usr/bin/prometheus-snmp-exporter',
  influxd: '/usr/bin/influxd',
  'victoria-metrics': '/usr/bin/victoria-metrics',
  libfaketime: '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  ffmpeg: '/usr/bin/ffmpeg',
  ffprobe: '/usr/bin/ffprobe',
  chromium: '/usr/bin/chromium',
  openssl: '/usr/bin/openssl',
  postfix: '/usr/sbin/postfix',
  'docker-compose': '/usr/bin/docker-compose',
  'systemd-analyze': '/usr/bin/systemd-analyze',
  python3: '/usr/bin/python3',
  'gst-rtsp-server': '/usr/lib/x86_64-linux-gnu/girepository-1.0/GstRtspServer-1.0.typelib',
} as const;
/** `root`: the right to make network namespaces, and to lay folders of one's own over the system's. */
type Peer = keyof typeof PEERS | 'root';

export const peerPath = (peer: keyof typeof PEERS): string => PEERS[peer];

const isThere = (peer: Peer): boolean =>
  peer === 'root' ? process.getuid?.() === 0 : existsSync(PEERS[peer]);

const required = process.env['HATANG_REQUIRE_PEERS'] === '1';

/** A suite that needs real peers: runs, is skipped by name, or fails where peers are required. */
export function describeWithPeers(peers: readonly Peer[], title: string, suite: () => void): void {
  const missing = peers.filter((peer) => !isThere(peer));
  if (missing.length === 0 || required) describe(title, suite);
  else describe.skip(`${title} (needs ${missing.join(', ')})`, suite);
}
