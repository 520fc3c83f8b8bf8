import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { epochMs } from '../../kit/units.ts';
import { readTeaching } from '../calendar/open-calendar.ts';
import { CollectorConfig } from '../config.ts';
import { openBeside } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import { factsFile } from '../store/stores-door.ts';
import type { Admission } from './read-batch.ts';
import { FactThread } from './thread-door.ts';

const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
let folder: string;
let thread: FactThread | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-thread-'));
});
afterEach(async () => {
  await thread?.stop();
  thread = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function begin(inFolder = folder): Promise<FactThread> {
  const config = CollectorConfig.parse({});
  thread = await FactThread.begin(
    { folder: inFolder, config, counted: [], teaching: readTeaching(config) },
    silentLog,
  );
  return thread;
}

const admission = (
  id: number,
  text = `uplink_ping,device=l,target=t sent=${id}i ${NOW}`,
): Admission => ({
  identity: { school: 'thpt-a', agent: 'may-chu' },
  batch: `b.${id}`,
  body: Buffer.from(text),
  gzip: false,
  precision: 'ms',
  foreign: false,
  receivedAt: NOW,
});

/** What stands in the file, whoever wrote it. */
function storedBatches(): number {
  const sql = openBeside(factsFile(folder), factMigrations);
  const [row] = sql.all('SELECT count(*) AS n FROM batch');
  sql.close();
  return Number(row?.['n']);
}

describe('the thread that writes facts', () => {
  it('stores what is admitted at once in few commits, and tells of each batch', async () => {
    const own = await begin();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, at) => own.admit(admission(at), 'live')),
    );
    expect(outcomes.every(({ kind }) => kind === 'stored')).toBe(true);
    expect(storedBatches()).toBe(200);
    await vi.waitFor(() => expect(own.health?.batches).toBe(200), 5_000);
    expect(own.health?.commits).toBeLessThan(100);
  });

  it('settles everything that was admitted before it stops', async () => {
    const own = await begin();
    const going = Array.from({ length: 50 }, (_, at) => own.admit(admission(at), 'backlog'));
    await own.stop();
    expect((await Promise.all(going)).map(({ kind }) => kind)).toEqual(Array(50).fill('stored'));
    expect(await own.admit(admission(99), 'live')).toMatchObject({ kind: 'not_stored' });
    expect(storedBatches()).toBe(50);
  });

  it('that ended by itself stores nothing, says so, and is there again', async () => {
    const own = await begin();
    await own.admit(admission(1), 'live');
    // No body: what no request can send ends it.
    const broken = own.admit({ ...admission(2), body: undefined } as unknown as Admission, 'live');
    expect(await broken).toMatchObject({ kind: 'not_stored' });
    expect(own.problem).toBeDefined();
    await vi.waitFor(() => expect(own.problem).toBeUndefined(), 20_000);
    expect(await own.admit(admission(1), 'live')).toMatchObject({
      kind: 'stored',
      receipt: { replayed: true },
    });
    expect(await own.admit(admission(2), 'live')).toMatchObject({ kind: 'stored' });
  }, 30_000);

  it('can’t begin where its file can’t be', async () => {
    await expect(begin(join(folder, 'nowhere'))).rejects.toThrow('facts.db');
  });
});
