/** Debian's prometheus-snmp-exporter, told to read the same objects. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { Slots } from '../../../agent/schedule/slots.ts';
import { peerPath } from '../../peers.ts';
import { type Asked, asTables, COLUMNS } from './asked.ts';
import { COMMUNITY, type FleetMember, type Run } from './member.ts';

const LISTEN = '127.0.0.1:19116';
/** What a clock tick of /proc is. */
const TICK_MS = 10;

export type Shape = 'columns' | 'tables';

export interface Exporter {
  readAll(fleet: readonly FleetMember[], shape: Shape, atOnce: number): Promise<Run>;
  stop(): void;
}

export async function startExporter(folder: string): Promise<Exporter> {
  const config = join(folder, 'snmp.yml');
  writeFileSync(config, stringify(modules()));
  const child = spawn(
    peerPath('snmp_exporter'),
    [`--config.file=${config}`, `--web.listen-address=${LISTEN}`, '--log.level=error'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  for (let round = 0; round < 100; round += 1) {
    const answer = await fetch(`http://${LISTEN}/`).catch(() => undefined);
    if (answer?.ok)
      return { readAll: (...order) => readAll(child, ...order), stop: () => child.kill() };
    await delay(100);
  }
  throw new Error('snmp_exporter does not answer');
}

async function readAll(
  child: ChildProcess,
  fleet: readonly FleetMember[],
  shape: Shape,
  atOnce: number,
): Promise<Run> {
  const slots = new Slots(atOnce);
  const never = new AbortController().signal;
  const cpu = cpuMs(child);
  const startedAt = performance.now();
  let [read, liveMs] = [0, 0];
  await Promise.all(
    fleet.map(async ({ address, kind }) => {
      await slots.take(never);
      const url = `http://${LISTEN}/snmp?target=${address}&module=${shape}_${kind}`;
      const answer = await fetch(url);
      const body = await answer.text();
      slots.give();
      if (!answer.ok || !body.includes('sysName')) return;
      read += 1;
      liveMs = performance.now() - startedAt;
    }),
  );
  const all = performance.now() - startedAt;
  return { live_ms: liveMs, all_ms: all, cpu_ms: cpuMs(child) - cpu, read };
}

function cpuMs({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(stat[11]) + Number(stat[12])) * TICK_MS;
}

/** Retries and timeouts as our probe's; repetitions as snmp_exporter's default. */
function modules(): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = {};
  for (const [kind, asked] of Object.entries(COLUMNS)) {
    made[`columns_${kind}`] = moduleOf(asked);
    made[`tables_${kind}`] = moduleOf(asTables(asked), asked);
  }
  return made;
}

function moduleOf({ get, walk }: Asked, told: Asked = { get, walk }) {
  return {
    get,
    ...(walk.length === 0 ? {} : { walk }),
    metrics: [...told.get, ...told.walk].map(metricOf),
    version: 2,
    auth: { community: COMMUNITY },
    max_repetitions: 25,
    retries: 1,
    timeout: '2s',
  };
}

const TEXTS =
  /^1\.3\.6\.1\.2\.1\.(1\.[156]|2\.2\.1\.2|25\.2\.3\.1\.3|31\.1\.1\.1\.1|33\.1\.1\.[12]|43\.11\.1\.1\.6|43\.18\.1\.1\.8|47\.1\.1\.1\.1\.1[123])(\.0)?$|^1\.0\.8802/;
const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const IF_PHYS_ADDRESS = '1.3.6.1.2.1.2.2.1.6';

/** The index of each table that has more than a number, as snmp_exporter is told of it. */
const INDEXES: readonly (readonly [string, readonly string[]])[] = [
  ['1.3.6.1.2.1.43.', ['gauge', 'gauge']],
  ['1.0.8802.1.1.2.1.4.', ['gauge', 'gauge', 'gauge']],
  ['1.3.6.1.2.1.17.4.3.', ['PhysAddress48']],
  ['1.3.6.1.2.1.17.7.', ['gauge', 'PhysAddress48']],
];

function metricOf(oid: string) {
  const types = INDEXES.find(([start]) => oid.startsWith(start))?.[1] ?? ['gauge'];
  return {
    name: oid === SYS_NAME ? 'sysName' : `o_${oid.replaceAll('.', '_')}`,
    oid: oid.replace(/\.0$/, ''),
    type: typeOf(oid),
    help: oid,
    ...(oid.endsWith('.0')
      ? {}
      : { indexes: types.map((type, at) => ({ labelname: `at${at}`, type })) }),
  };
}

function typeOf(oid: string): string {
  if (oid === IF_PHYS_ADDRESS) return 'PhysAddress48';
  return TEXTS.test(oid) ? 'DisplayString' : 'gauge';
}
