import { beforeEach, describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../../kit/log.ts';
import { minutes } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { Dropping } from './dropping.ts';
import type { DroppedLook } from './server-door.ts';
import { droppedRows } from './vm-rows.ts';

let clock: ManualClock;
let look: () => DroppedLook;
let looks: number;
let said: string[];
const log: Log = { ...silentLog, warn: (_fields, event) => said.push(event) };

beforeEach(() => {
  clock = new ManualClock();
  looks = 0;
  said = [];
});

async function watching(work: (dropping: Dropping) => Promise<void>): Promise<void> {
  const server = {
    droppedRows: async () => {
      looks += 1;
      return look();
    },
  };
  const dropping = new Dropping({ server, clock, log });
  const end = new AbortController();
  const running = dropping.run(end.signal);
  await work(dropping);
  end.abort();
  await running;
}

describe('lines dropped behind a 204', () => {
  it('are told once they grow, with how many, and no more an hour after the last', async () => {
    let rows = 7;
    look = () => ({ kind: 'rows', rows });
    await watching(async (dropping) => {
      await clock.advance(minutes(3));
      expect(dropping.problem).toBeUndefined();
      rows = 10;
      await clock.advance(minutes(1));
      const since = clock.now();
      expect(dropping.problem).toMatchObject({ kind: 'dropping', since });
      rows = 12;
      await clock.advance(minutes(5));
      expect(dropping.problem?.reason).toContain('dropped 5 row(s)');
      expect(dropping.problem?.since).toBe(since);
      await clock.advance(minutes(61));
      expect(dropping.problem).toBeUndefined();
    });
    expect(said).toEqual(['victoria-metrics drops lines']);
  });

  it('are counted anew after the server has started again', async () => {
    let rows = 100;
    look = () => ({ kind: 'rows', rows });
    await watching(async (dropping) => {
      await clock.advance(minutes(1));
      rows = 2;
      await clock.advance(minutes(1));
      expect(dropping.problem?.reason).toContain('dropped 2 row(s)');
    });
  });

  it('are looked for again while the server is away, and never again in another server', async () => {
    look = () => ({ kind: 'no_answer' });
    await watching(async (dropping) => {
      await clock.advance(minutes(3));
      expect([looks, dropping.problem]).toEqual([4, undefined]);
      look = () => ({ kind: 'other_server' });
      await clock.advance(minutes(60));
      expect(looks).toBe(5);
    });
  });
});

it('the rows of other formats than ours are not counted, those beyond the retention are', () => {
  const metrics = [
    'vm_rows_ignored_total{reason="big_timestamp"} 2',
    'vm_rows_ignored_total{reason="small_timestamp"} 3',
    'vm_rows_invalid_total{type="graphite"} 50',
    'vm_rows_invalid_total{type="influx"} 4',
    'vm_rows_inserted_total{type="influx"} 100',
  ].join('\n');
  expect(droppedRows(metrics)).toBe(9);
  expect(droppedRows('go_goroutines 12\n')).toBeUndefined();
});
