/**
 * A school of SNMP devices read whole: by our probe, by Debian's prometheus-snmp-exporter told to read the same objects,
 * and by snmpbulkwalk in parallel. All devices are ours, simulated in one process, but for one, Debian's snmpd; then with
 * dead ones among them. Several rounds, the order turned each time; medians. `npm run bench:snmp`
 *
 * `hatang` is its first look at every device, which asks all that is ever asked, by a process that stands, as
 * snmp_exporter does; `just begun` the same with the program's own start-up, `again` the next look, which asks only for
 * what changes. snmp_exporter is told the objects twice: column by column, and in whole tables where most of one is wanted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startExporter } from './snmp/exporter.ts';
import type { FleetMember, Run } from './snmp/member.ts';
import { readOurs, startFleet, startSnmpd, walkAll } from './snmp/programs.ts';

const { values } = parseArgs({
  options: {
    machines: { type: 'string', default: '200' },
    dead: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    'at-once': { type: 'string', default: '64' },
  },
});
const rounds = Number(values.rounds);
const atOnce = Number(values['at-once']);

const folder = mkdtempSync(join(tmpdir(), 'hatang-snmp-'));
const fleet = await startFleet(Number(values.machines), Number(values.dead));
const snmpd = await startSnmpd(folder);
const exporter = await startExporter(folder);
const alive = [...fleet.members.filter((one) => one.alive), snmpd.member];
const mixed = mix(
  alive,
  fleet.members.filter((one) => !one.alive),
);

type Way = (devices: readonly FleetMember[]) => Promise<Readonly<Record<string, Run>>>;
const OURS = ['hatang, just begun', 'hatang', 'hatang, again'];
const WAYS: readonly Way[] = [
  async (devices) => {
    const runs = await readOurs(devices, atOnce);
    return Object.fromEntries(runs.map((run, at) => [OURS[at] ?? '', run]));
  },
  async (devices) => ({
    'snmp_exporter, columns': await exporter.readAll(devices, 'columns', atOnce),
  }),
  async (devices) => ({
    'snmp_exporter, tables': await exporter.readAll(devices, 'tables', atOnce),
  }),
  async (devices) => ({ 'snmpbulkwalk -P': await walkAll(folder, devices, atOnce) }),
];

try {
  await compare(`${alive.length} devices`, alive, WAYS);
  await compare(`with ${mixed.length - alive.length} dead ones`, mixed, WAYS.slice(0, 3));
} finally {
  exporter.stop();
  await snmpd.stop();
  fleet.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function compare(
  title: string,
  devices: readonly FleetMember[],
  ways: readonly Way[],
): Promise<void> {
  const seen = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round += 1)
    for (let at = 0; at < ways.length; at += 1) {
      const runs = await ways[(round + at) % ways.length]?.(devices);
      for (const [name, run] of Object.entries(runs ?? {}))
        seen.set(name, [...(seen.get(name) ?? []), run]);
    }
  say(title, seen);
}

function say(title: string, seen: ReadonlyMap<string, readonly Run[]>): void {
  const base = median(seen.get('hatang') ?? [], 'live_ms');
  const head = ['', 'live', 'all', 'cpu', 'read', 'to hatang'];
  process.stdout.write(`\n${title}, ${rounds} rounds, ${atOnce} at once\n${row(head)}`);
  for (const [name, runs] of seen) {
    const live = median(runs, 'live_ms');
    const cells = [live, median(runs, 'all_ms'), median(runs, 'cpu_ms')].map(
      (span) => `${span.toFixed(0)} ms`,
    );
    process.stdout.write(
      row([name, ...cells, `${median(runs, 'read')}`, (live / base).toFixed(2)]),
    );
  }
}

function row([name = '', ...cells]: readonly string[]): string {
  return `${name.padEnd(24)}${cells.map((cell) => cell.padStart(11)).join('')}\n`;
}

function median(runs: readonly Run[], figure: keyof Run): number {
  const ordered = runs.map((run) => run[figure]).sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? 0;
}

/** The dead ones spread evenly among the others. */
function mix(living: readonly FleetMember[], dead: readonly FleetMember[]): readonly FleetMember[] {
  const every = Math.max(1, Math.floor(living.length / Math.max(1, dead.length)));
  const rest = [...dead];
  return [
    ...living.flatMap((one, at) => (at % every === 0 ? [...rest.splice(0, 1), one] : [one])),
    ...rest,
  ];
}
