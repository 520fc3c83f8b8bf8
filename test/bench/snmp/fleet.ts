/**
 * A school's machines that speak SNMP, all in this one process, each on an address of its own; and addresses that take
 * every question and never answer. Prints one JSON line once all listen, ends with its standard input.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { macOf } from '../../sim/machine/host-mib.ts';
import { type MachineOptions, startMachine } from '../../sim/machine/machine.ts';
import { COMMUNITY, type FleetMember } from './member.ts';

const PORT = 16_161;

const [machines = 200, dead = 20] = process.argv.slice(2).map(Number);

const GIB = 1024 ** 3;
const SYSTEMS = ['Windows 10', 'Windows 11', 'Linux'] as const;
const labName = (at: number): string => `MAY-${String(at).padStart(3, '0')}`;

/** Of each 25 one is a switch that hears the others, and of each 50 one a printer and one a UPS. */
function machineAt(at: number): [FleetMember['kind'], Partial<MachineOptions>] {
  if (at % 25 === 0)
    return [
      'switch',
      { bridge: { ports: 28, byVlan: at % 50 === 0, ...seen(at) }, identity: MODEL },
    ];
  if (at % 50 === 1) return ['printer', { printer: { pages: 31_000, supplies: TONERS } }];
  if (at % 50 === 2)
    return ['ups', { ups: { onBattery: false, chargeRatio: 1, minutesLeft: 40, loadRatio: 0.3 } }];
  const os = SYSTEMS[at % 3] ?? 'Windows 11';
  return [
    'machine',
    { os, cores: [2, 4, 6, 8][at % 4] ?? 4, memoryBytes: (4 + (at % 3) * 4) * GIB },
  ];
}

const MODEL = { manufacturer: 'Aruba', model: '2530-24G', serial: 'CN12345678' };
const TONERS = ['Black', 'Cyan', 'Magenta', 'Yellow'].map((name) => ({ name, ratio: 0.4 }));

const seen = (at: number) => ({
  heard: Array.from({ length: 24 }, (_, port) => ({
    mac: macOf(labName(at + 1 + port), 2),
    port: port + 1,
  })),
  neighbours: { 25: 'core-switch' },
});

const members: FleetMember[] = [];
for (let at = 0; at < machines; at += 1) {
  const host = `127.0.${1 + Math.floor(at / 250)}.${1 + (at % 250)}`;
  const [kind, options] = machineAt(at);
  await startMachine({ name: labName(at), community: COMMUNITY, host, port: PORT, ...options });
  members.push({ address: `${host}:${PORT}`, kind, alive: true });
}
for (let at = 0; at < dead; at += 1) {
  const host = `127.0.9.${1 + at}`;
  const socket = createSocket('udp4');
  socket.bind(PORT, host);
  await once(socket, 'listening');
  members.push({ address: `${host}:${PORT}`, kind: 'machine', alive: false });
}
process.stdout.write(`${JSON.stringify(members)}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
