import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { NOTHING_WAITS } from '../history/history.ts';
import { openDatabase, openReadOnly } from '../store/database-door.ts';
import { type LooksParts, looks, reserveOf } from './looks.ts';
import { places } from './places-door.ts';

const folder = mkdtempSync(join(tmpdir(), 'hatang-looks-'));
const state = openDatabase(join(folder, 'hatang.db'));
afterAll(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const parts = (changed: Partial<LooksParts> = {}): LooksParts => ({
  state,
  facts: { problem: () => undefined },
  writer: { problem: () => undefined },
  places: { room: () => ({ freeBytes: 1e12, sizeBytes: 2e12 }), closed: () => undefined },
  history: { health: () => NOTHING_WAITS },
  reserveBytes: undefined,
  isStopping: () => false,
  ...changed,
});
const troublesOf = (changed: Partial<LooksParts> = {}) =>
  Object.entries(looks(parts(changed))).flatMap(([name, look]) => {
    const trouble = look();
    return trouble === undefined ? [] : [[name, trouble.status, trouble.output]];
  });

describe('what readiness stands on', () => {
  it('finds nothing wrong where nothing is, and changes nothing', () => {
    const before = places(folder).files();
    expect(troublesOf()).toEqual([]);
    expect(places(folder).files()).toEqual(before);
    expect(state.transaction(() => 'free')).toBe('free');
  });

  it('fails where the database can only be read', () => {
    const readOnly = openReadOnly(join(folder, 'hatang.db'));
    readOnly.script('COMMIT');
    expect(troublesOf({ state: readOnly })).toEqual([
      ['state', 'fail', 'database: attempt to write a readonly database'],
    ]);
    readOnly.close();
  });

  it('fails where another holds the right to write', () => {
    const other = new DatabaseSync(join(folder, 'hatang.db'));
    other.exec('BEGIN IMMEDIATE');
    const hasty = openDatabase(join(folder, 'hatang.db'));
    hasty.script('PRAGMA busy_timeout = 0');
    expect(troublesOf({ state: hasty })).toEqual([
      ['state', 'fail', 'database: database is locked'],
    ]);
    other.close();
    expect(troublesOf({ state: hasty })).toEqual([]);
    hasty.close();
  });

  it('fails where the database was closed under it', () => {
    const closed = openDatabase(':memory:');
    closed.close();
    expect(troublesOf({ state: closed })).toEqual([
      ['state', 'fail', expect.stringContaining('database: ')],
    ]);
  });

  it('fails for a dead writer and for facts that can’t be read', () => {
    const problem = () => 'no commit for 30 s';
    expect(troublesOf({ writer: { problem }, facts: { problem } })).toEqual([
      ['facts', 'fail', 'no commit for 30 s'],
      ['writer', 'fail', 'no commit for 30 s'],
    ]);
  });

  it('fails while shutting down', () => {
    expect(troublesOf({ isStopping: () => true })).toEqual([['stopping', 'fail', 'shutting down']]);
  });

  it.each([
    ['waiting', 'warn'],
    ['stopped', 'fail'],
  ] as const)('takes a history that is %s for a %s', (kind, status) => {
    const problem = { kind, reason: 'HTTP 401', since: epochMs(0) };
    expect(
      troublesOf({ history: { health: () => ({ ...NOTHING_WAITS, waitingLines: 5, problem }) } }),
    ).toEqual([['history', status, `${kind}: HTTP 401`]]);
  });
});

describe('the disk', () => {
  const of = (freeBytes: number, sizeBytes: number, reserveBytes?: number) =>
    troublesOf({
      places: { room: () => ({ freeBytes, sizeBytes }), closed: () => undefined },
      reserveBytes,
    });

  it.each([
    [99, 100, false],
    [100, 100, false],
    [101, 100, true],
  ])('with %d bytes kept in reserve of %d free', (reserve, free, fails) => {
    expect(of(free, 1e9, reserve).length > 0).toBe(fails);
  });

  it('keeps 512 MiB in reserve, of a small one a twentieth', () => {
    expect(reserveOf({ freeBytes: 0, sizeBytes: 1e12 }, undefined)).toBe(512 * 1024 ** 2);
    expect(reserveOf({ freeBytes: 0, sizeBytes: 64e6 }, undefined)).toBe(3.2e6);
    expect(of(3e6, 64e6)).toEqual([
      ['disk', 'fail', '3000000 bytes free, 3200000 are kept in reserve'],
    ]);
  });

  it('fails where its folder is gone, and says so', () => {
    const gone = places(join(folder, 'nowhere'));
    expect(troublesOf({ places: gone })).toEqual([
      ['disk', 'fail', expect.stringContaining('can’t be written'.replace('’', "'"))],
    ]);
  });

  it('measures real files and a real disk', () => {
    const real = places(folder);
    expect(real.closed()).toBeUndefined();
    expect(real.files()).toContainEqual({ name: 'facts.db', bytes: 0 });
    expect(real.files().find(({ name }) => name === 'hatang.db')?.bytes).toBeGreaterThan(0);
    const { freeBytes, sizeBytes } = real.room();
    expect(freeBytes).toBeGreaterThan(0);
    expect(sizeBytes).toBeGreaterThanOrEqual(freeBytes);
  });
});
