/** Our collector in a process of its own, with its embedded history, as `hatang collector` starts it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { enrolAll } from '../../../cli/simulate/enrol.ts';
import { FIELD, MEASUREMENT, schoolId } from './batches.ts';
import { type Child, startChild } from './child.ts';
import { bytesOf, settled } from './folder.ts';
import type { Server } from './server.ts';

const MAIN = fileURLToPath(new URL('../../../cli/hatang.mjs', import.meta.url));
export const ADMIN_TOKEN = 'token-of-the-bench-that-may-do-all';
const AT_REST = { stillS: 20, patienceS: 300 };
/** From before the oldest stamp of a bench to after its newest. */
const SPAN_MS = 40 * 3_600_000;

export interface BenchCollector extends Server {
  readonly url: string;
  readonly folder: string;
  readonly tokens: readonly string[];
  /** Ends it and starts it again over the same data, with nothing kept in memory. */
  restart(): Promise<void>;
}

/** `flags` are Node's own, such as `--cpu-prof`. */
const startCollector = (folder: string, flags: readonly string[] = []): Promise<Child> =>
  startChild([...flags, MAIN, 'collector', '--data', folder, '--listen', '127.0.0.1:0'], {
    log: join(folder, '..', 'collector.log'),
    env: { HATANG_ADMIN_TOKEN: ADMIN_TOKEN },
  });

export async function collector(
  schools: number,
  flags: readonly string[] = [],
): Promise<BenchCollector> {
  const place = mkdtempSync(join(tmpdir(), 'hatang-bench-'));
  const folder = join(place, 'data');
  let child = await startCollector(folder, flags);
  const ids = Array.from({ length: schools }, (_, index) => ({
    id: schoolId(index),
    name: schoolId(index),
    unit: undefined,
  }));
  const tokens = await enrolAll({ collector: child.url, adminToken: ADMIN_TOKEN }, ids);
  const restart = async (): Promise<void> => {
    await child.stop();
    child = await startCollector(folder, flags);
  };
  return {
    name: 'hatang collector',
    restart,
    folder,
    tokens,
    get pid() {
      return child.pid;
    },
    get url() {
      return child.url;
    },
    get target() {
      return { url: `${child.url}/api/v2/write?precision=ms`, headersOf: headersFor(tokens) };
    },
    points: async () => await pointsOf(child.url, ids),
    async settle() {
      // A start begins with compaction; the last hours wait for what may still come.
      await restart();
      await settled(folder, AT_REST);
      await child.stop();
      const bytes = { all: bytesOf(folder), ...tablesOf(join(folder, 'facts.db')) };
      child = await startCollector(folder);
      return bytes;
    },
    async stop() {
      await child.stop();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

const headersFor = (tokens: readonly string[]) => {
  const run = Date.now().toString(36);
  let sequence = 0;
  return (at: number): Readonly<Record<string, string>> => {
    sequence += 1;
    return {
      authorization: `Token ${tokens[at % tokens.length]}`,
      'content-type': 'text/plain; charset=utf-8',
      'idempotency-key': `may-chu.bench-${run}.${sequence}`,
    };
  };
};

async function pointsOf(url: string, schools: readonly { readonly id: string }[]): Promise<number> {
  let points = 0;
  const now = Date.now();
  for (const { id } of schools) {
    const wanted = { school: id, measurement: MEASUREMENT, field: FIELD };
    const span = { from: String(now - SPAN_MS), to: String(now + 60_000) };
    const answer = await fetch(
      `${url}/api/v1/history?${new URLSearchParams({ ...wanted, ...span })}`,
      {
        headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
      },
    );
    if (!answer.ok) throw new Error(`history of ${id}: ${answer.status} ${await answer.text()}`);
    const { series } = (await answer.json()) as { series: { points: unknown[] }[] };
    points += series.reduce((sum, one) => sum + one.points.length, 0);
  }
  return points;
}

/** What history takes, and what all else does, in pages of `facts.db`. */
function tablesOf(file: string): Readonly<Record<string, number>> {
  const sql = new DatabaseSync(file, { readOnly: true });
  const rows = sql.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
  sql.close();
  const tables: Record<string, number> = {};
  for (const { name, bytes } of rows) {
    const table = String(name).replace(/^sqlite_autoindex_|_\d+$/g, '');
    const group = table.startsWith('history') ? 'history' : table;
    tables[group] = (tables[group] ?? 0) + Number(bytes);
  }
  return tables;
}
