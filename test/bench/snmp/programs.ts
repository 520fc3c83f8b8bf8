/** The processes of the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { peerPath } from '../../peers.ts';
import { runProgram } from '../../sim/run-program.ts';
import { asTables, COLUMNS } from './asked.ts';
import { COMMUNITY, type FleetMember, type Run } from './member.ts';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Of the longest way to read the fleet. */
const LONGEST_MS = 180_000;

export async function startFleet(machines: number, dead: number) {
  const child = spawn(process.execPath, [script('./fleet.ts'), `${machines}`, `${dead}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const members: readonly FleetMember[] = JSON.parse(line);
  return { members, stop: () => child.stdin.end() };
}

const SNMPD = '127.0.8.1:16161';

export async function startSnmpd(folder: string) {
  const config = join(folder, 'snmpd.conf');
  writeFileSync(
    config,
    `agentaddress udp:${SNMPD}\nrocommunity ${COMMUNITY} 127.0.0.0/8\nsysName real\n`,
  );
  const log = join(folder, 'log');
  const child = spawn(peerPath('snmpd'), ['-f', '-Lf', log, '-C', '-c', config], {
    env: { ...process.env, SNMP_PERSISTENT_DIR: folder },
    stdio: 'ignore',
  });
  for (let round = 0; round < 20; round += 1) {
    const args = ['-v2c', '-c', COMMUNITY, '-t1', '-r0', SNMPD, '1.3.6.1.2.1.1.5'];
    if ((await runProgram(peerPath('snmpwalk'), args)).code === 0) break;
  }
  const member: FleetMember = { address: SNMPD, kind: 'machine', alive: true };
  return {
    member,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** The process just begun, the devices as never seen, and as known. */
export async function readOurs(
  devices: readonly FleetMember[],
  atOnce: number,
): Promise<readonly Run[]> {
  const child = spawn(process.execPath, [script('./ours.ts'), `${atOnce}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(devices));
  const lines = (await text(child.stdout)).trim().split('\n');
  return lines.map((line): Run => JSON.parse(line));
}

/** One process a table and device, as a script of an administrator would. */
export async function walkAll(
  folder: string,
  devices: readonly FleetMember[],
  atOnce: number,
): Promise<Run> {
  const orders = join(folder, 'orders');
  const lines = devices.flatMap(({ address, kind }) => {
    const { get, walk } = asTables(COLUMNS[kind]);
    return [...walk, ...new Set(get.map(groupOf))].map((oid) => `${address} ${oid}`);
  });
  writeFileSync(orders, `${lines.join('\n')}\n`);
  const command = ['-n', '2', '-P', `${atOnce}`, peerPath('snmpwalk'), '-v2c', '-c', COMMUNITY];
  const child = spawn('xargs', ['-a', orders, ...command, '-On', '-Cr25', '-t2', '-r1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, MIBS: '' },
  });
  return await timed(child, devices);
}

const SYSTEM_GROUP = '1.3.6.1.2.1.1';

/** What is walked for a scalar: the system group at once, others alone. */
const groupOf = (scalar: string): string =>
  scalar.startsWith(`${SYSTEM_GROUP}.`) ? SYSTEM_GROUP : scalar;

async function timed(child: ChildProcess, devices: readonly FleetMember[]): Promise<Run> {
  const startedAt = performance.now();
  const killer = setTimeout(() => child.kill(), LONGEST_MS);
  child.stdout?.resume();
  await once(child, 'close');
  clearTimeout(killer);
  const took = performance.now() - startedAt;
  return {
    live_ms: took,
    all_ms: took,
    cpu_ms: Number.NaN,
    read: child.exitCode === 0 ? devices.length : 0,
  };
}
