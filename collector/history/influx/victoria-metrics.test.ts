import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { bytes, days, epochMs, ms } from '../../../kit/units.ts';
import {
  startVictoriaMetrics,
  type VictoriaMetrics,
} from '../../../test/peers/victoria-metrics.ts';
import { describeWithPeers } from '../../../test/peers.ts';
import type { Fact } from '../../../wire/fact.ts';
import { bySeries } from '../../../wire/series.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { readDeadLetters } from '../../store/receipts.ts';
import { MirroredHistoryWriter } from '../mirrored-writer.ts';
import { SqliteHistoryReader } from '../sqlite/sqlite-reader.ts';
import { SqliteHistoryWriter } from '../sqlite/sqlite-writer.ts';
import { InfluxHistoryReader } from './influx-reader.ts';
import { InfluxHistoryWriter } from './influx-writer.ts';
import { type InfluxServer, influxServer } from './server-door.ts';

/** Waits in real time, as the server is real, but never long. */
const hurried: Clock = {
  ...systemClock,
  sleep: (span, signal) => systemClock.sleep(ms(Math.min(span, 20)), signal),
};
const KEEP = { raw: days(90), five_minutes: days(90), hour: days(90), day: days(90) };
const live = new AbortController().signal;
const WITHIN = { timeout: 9_000, interval: 50 };

describeWithPeers(['victoria-metrics'], 'with a real VictoriaMetrics', () => {
  let vm: VictoriaMetrics;
  beforeAll(async () => {
    vm = await startVictoriaMetrics();
  });
  afterAll(() => vm.stop());

  /** The collector's own history, mirrored there. */
  function mirrored() {
    const sql = openDatabase(':memory:', factMigrations);
    const parts = { sql, clock: hurried, random: () => 0, log: silentLog };
    const door = influxServer({ url: vm.url, database: 'hatang' });
    let looks = 0;
    const server: InfluxServer = {
      ...door,
      async droppedRows(signal) {
        const looked = await door.droppedRows(signal);
        looks += 1;
        return looked;
      },
    };
    const mirror = new InfluxHistoryWriter({ ...parts, server, most: bytes(1e9) });
    const own = new SqliteHistoryWriter({ ...parts, keep: KEEP });
    const writer = new MirroredHistoryWriter({ ...parts, own, mirror });
    const end = new AbortController();
    const tending = mirror.tend(end.signal);
    const settle = () => vi.waitFor(() => expect(writer.health().waitingLines).toBe(0), WITHIN);
    const close = async () => {
      end.abort();
      await tending;
      sql.close();
    };
    // The growth of a counter is told by two looks.
    const looked = () => vi.waitFor(() => expect(looks).toBeGreaterThan(1), WITHIN);
    const reader = new SqliteHistoryReader({ sql });
    return { sql, reader, writer, settle, looked, close };
  }
  const ping = (at: number, device: string): Fact => ({
    measurement: 'uplink_ping',
    tags: { device, target: 'hcm' },
    fields: { latency_s: 0.01, up: true },
    at: epochMs(at),
  });

  it('every point of the collector’s own history is mirrored there, and once', async () => {
    const { reader, writer, settle, close } = mirrored();
    const now = Date.now();
    const sent = Array.from({ length: 6_000 }, (_, at) => ping(now - at * 1_000, `d${at % 7}`));
    for (let at = 0; at < sent.length; at += 500)
      writer.append('thpt-a', bySeries(sent.slice(at, at + 500)));
    writer.append('thpt-a', bySeries(sent.slice(0, 500)));
    await settle();
    const query = {
      school: 'thpt-a',
      measurement: 'uplink_ping',
      field: 'latency_s',
      device: undefined,
      from: epochMs(now - 7_000_000),
      to: epochMs(now + 1),
      step: undefined,
    };
    const kept = (await reader.query(query, live)).map(({ at }) => at.length);
    expect(kept.reduce((sum, points) => sum + points, 0)).toBe(6_000);
    await vi.waitFor(
      async () => expect(await vm.points('uplink_ping_latency_s{school="thpt-a"}')).toBe(6_000),
      WITHIN,
    );
    expect(writer.health().problem).toBeUndefined();
    await close();
  }, 30_000);

  it('points beyond its retention are dropped behind a 204, which is told', async () => {
    const { sql, writer, settle, looked, close } = mirrored();
    await looked();
    const long = Date.now() - 90 * 86_400_000;
    writer.append('thpt-b', bySeries([ping(long, 'd'), ping(Date.now(), 'd')]));
    await settle();
    await vi.waitFor(
      () =>
        expect(writer.health().problem).toMatchObject({
          kind: 'dropping',
          // Each of the two fields is a row of its own there.
          reason: expect.stringContaining('dropped 2 row(s)'),
        }),
      WITHIN,
    );
    expect(writer.health().full).toBe(false);
    expect(readDeadLetters(sql, { limit: 1 })).toEqual([]);
    await close();
  }, 30_000);

  it('is never mistaken for something that can be read', async () => {
    const reader = new InfluxHistoryReader({
      server: influxServer({ url: vm.url, database: 'hatang' }),
    });
    const asked = reader.query(
      {
        school: 'thpt-a',
        measurement: 'uplink_ping',
        field: 'latency_s',
        device: undefined,
        from: epochMs(0),
        to: epochMs(1),
        step: undefined,
      },
      live,
    );
    await expect(asked).rejects.toMatchObject({ kind: 'unreadable' });
  });
});
