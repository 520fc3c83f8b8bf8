import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { bytes, epochMs, hours, ms } from '../../../kit/units.ts';
import { type Influxd, startInfluxd } from '../../../test/peers/influxd.ts';
import { describeWithPeers } from '../../../test/peers.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { seriesKey } from '../../../wire/line-protocol.ts';
import { measurements, specOf } from '../../../wire/measurements.ts';
import { bySeries } from '../../../wire/series.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { readDeadLetters } from '../../store/receipts.ts';
import { historyContract } from '../history.contract.ts';
import { InfluxHistoryReader } from './influx-reader.ts';
import { InfluxHistoryWriter } from './influx-writer.ts';
import { type InfluxConfig, type InfluxServer, influxServer } from './server-door.ts';

interface OpenOptions {
  readonly create?: boolean;
  readonly config?: Partial<InfluxConfig>;
  /** Put around the server's door. */
  readonly around?: (server: InfluxServer) => InfluxServer;
}

const AT = Date.parse('2026-11-23T00:00:00Z');
const live = new AbortController().signal;
/** Waits in real time, as the server is real, but never long. */
const hurried: Clock = {
  ...systemClock,
  sleep: (span, signal) => systemClock.sleep(ms(Math.min(span, 20)), signal),
};

describeWithPeers(['influxd'], 'with a real InfluxDB 1.6.7', () => {
  let influxd: Influxd;
  let databases = 0;
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.stop());

  /** A history of its own database, drained all the time as in the collector. */
  async function open(options: OpenOptions = {}) {
    const { create = true, config = {}, around = (server: InfluxServer) => server } = options;
    databases += 1;
    const database = `hatang-${databases}`;
    if (create) await influxd.createDatabase(database);
    const sql = openDatabase(':memory:', factMigrations);
    const server = around(influxServer({ url: influxd.url, database, ...config }));
    const parts = { clock: hurried, random: () => 0, log: silentLog, most: bytes(1e9) };
    const writer = new InfluxHistoryWriter({ sql, server, ...parts });
    const reader = new InfluxHistoryReader({ server });
    const end = new AbortController();
    const draining = writer.tend(end.signal);
    const settle = () =>
      vi.waitFor(() => expect(writer.health().waitingLines).toBe(0), {
        timeout: 8_000,
        interval: 20,
      });
    const close = async () => {
      end.abort();
      await draining;
      sql.close();
    };
    return { database, sql, writer, reader, settle, close };
  }

  historyContract('InfluxDB', open);

  describe('InfluxDB', () => {
    it('gives back every fact as it was written', async () => {
      const { database, writer, settle, close } = await open();
      // Stamps of their own, so that no two sampled facts are one point.
      const sent = fc
        .sample(awkwardFact, 200)
        .map((fact, at) => ({ ...fact, at: epochMs(AT + at) }));
      writer.append('thpt-a', bySeries(sent));
      await settle();
      const stored = await everything(influxd.url, database);
      expect(stored.size).toBe(sent.length);
      for (const fact of sent) expect(stored.get(fact.at)).toEqual(asStored(fact));
      await close();
    }, 30_000);

    it('holds every registered field with its type', async () => {
      const { sql, writer, settle, close } = await open();
      const value = { float: 0.5, integer: 7, boolean: true, string: 'Cổng chính' } as const;
      const facts = Object.entries(measurements).map(([measurement, spec]): Fact => {
        const fields = Object.entries(spec.fields).map(([field, { type }]) => [field, value[type]]);
        const tags = Object.keys(spec.tags).map((tag) => [tag, 't']);
        return {
          measurement,
          tags: Object.fromEntries(tags),
          fields: Object.fromEntries(fields),
          at: epochMs(AT),
        };
      });
      writer.append('thpt-a', bySeries(facts));
      await settle();
      expect(readDeadLetters(sql, { limit: 5 })).toEqual([]);
      await close();
    });

    it('loses one line to a field of another type, and no good one', async () => {
      const { sql, writer, reader, settle, close } = await open();
      const cpu = (usage: FieldValue, at: number): Fact => ({
        measurement: 'cpu',
        tags: { device: 'pc' },
        fields: { usage },
        at: epochMs(AT + at),
      });
      writer.append('thpt-a', bySeries([cpu(0, 0)]));
      await settle();
      const more = Array.from({ length: 50 }, (_, at) => cpu(at === 20 ? 'much' : at, at + 1));
      writer.append('thpt-a', bySeries(more));
      await settle();
      const [series] = await reader.query(
        {
          school: 'thpt-a',
          measurement: 'cpu',
          field: 'usage',
          device: 'pc',
          from: epochMs(AT),
          to: epochMs(AT + 1_000),
          step: undefined,
        },
        live,
      );
      expect(series?.values).toHaveLength(50);
      expect(readDeadLetters(sql, { school: 'thpt-a', limit: 5 })).toMatchObject([
        { text: expect.stringContaining('usage="much"'), reason: expect.stringContaining('400') },
      ]);
      await close();
    });

    it('refuses 10,000 lines of another type in a handful of requests, and keeps the good ones among them', async () => {
      const { sql, writer, settle, close } = await open();
      const cpu = (usage: FieldValue, at: number): Fact => ({
        measurement: 'cpu',
        tags: { device: 'pc' },
        fields: { usage },
        at: epochMs(AT + at),
      });
      writer.append('thpt-a', bySeries([cpu(0, 0)]));
      await settle();
      const before = await influxd.requests();
      const mixed = Array.from({ length: 10_000 }, (_, at) => cpu(at % 100 === 7 ? at : 'x', at));
      writer.append('thpt-a', bySeries(mixed));
      await settle();
      expect((await influxd.requests()) - before).toBeLessThan(20);
      expect(sql.get('SELECT count(*) AS n FROM dead_letter')).toEqual({ n: 9_900 });
      await close();
    }, 30_000);

    it('gives points beyond its retention to the dead letters, and keeps the others', async () => {
      const { sql, database, writer, settle, close } = await open({
        create: false,
        config: { create: true, keep: hours(24) },
      });
      const now = Date.now();
      const point = (at: number): Fact => ({
        measurement: 'm',
        tags: {},
        fields: { x: 1 },
        at: epochMs(at),
      });
      const old = [0, 1, 2].map((at) => point(now - 3 * 86_400_000 + at));
      writer.append('thpt-a', bySeries([point(now), ...old, point(now - 1_000)]));
      await settle();
      expect(readDeadLetters(sql, { limit: 9 }).map(({ reason }) => reason)).toEqual(
        old.map(() => expect.stringContaining('beyond retention policy')),
      );
      expect((await everything(influxd.url, database)).size).toBe(2);
      await close();
    });

    it('killed in the middle of a catch-up has everything once it is back, and once', async () => {
      const own = await startInfluxd();
      await own.createDatabase('hatang');
      let writes = 0;
      let killed: Promise<void> | undefined;
      const { sql, writer, settle, close } = await open({
        create: false,
        config: { url: own.url, database: 'hatang' },
        around: (server) => ({
          ...server,
          write: (lines, signal) => {
            writes += 1;
            const answered = server.write(lines, signal);
            if (writes === 3) killed = own.kill();
            return answered;
          },
        }),
      });
      const rows = 60;
      const sent = (row: number): readonly Fact[] =>
        Array.from({ length: 500 }, (_, at) => ({
          measurement: 'm',
          tags: { device: `d${at % 50}` },
          fields: { x: row },
          at: epochMs(AT + row * 1_000 + at),
        }));
      for (let row = 0; row < rows; row += 1) writer.append('thpt-a', bySeries(sent(row)));
      await vi.waitFor(() => expect(writer.health().problem?.kind).toBe('waiting'), {
        timeout: 8_000,
      });
      await killed;
      expect(writer.health().waitingLines).toBeGreaterThan(0);
      writer.append('thpt-a', bySeries(sent(rows)));
      await own.start();
      await settle();
      const stored = await everything(own.url, 'hatang');
      expect(stored.size).toBe((rows + 1) * 500);
      expect(readDeadLetters(sql, { limit: 1 })).toEqual([]);
      await close();
      await own.stop();
    }, 40_000);

    it('that lacks the database stops the writing with an alarm and keeps what waits', async () => {
      const { writer, close } = await open({ create: false });
      writer.append(
        'thpt-a',
        bySeries([{ measurement: 'm', tags: {}, fields: { x: 1 }, at: epochMs(AT) }]),
      );
      await vi.waitFor(
        () =>
          expect(writer.health().problem).toMatchObject({
            kind: 'stopped',
            reason: expect.stringContaining('404'),
          }),
        { timeout: 5_000 },
      );
      expect(writer.health().waitingLines).toBe(1);
      await close();
    });
  });
});

const text = (maxLength: number) =>
  fc
    .string({ unit: fc.constantFrom(...'aZ09 ,="\'/\\é_-.#đ😀'), minLength: 1, maxLength })
    .filter((word) => word.trim() === word);
/** Their spelling on the wire is fixed by the encoder; see wire/line-protocol. */
const tagText = text(12).map((word) => word.replaceAll('\\', '/'));
/** InfluxDB keeps one type a field for ever, and `time` for itself. */
const typed = (name: string): fc.Arbitrary<readonly [string, FieldValue]> =>
  fc
    .oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      text(30),
      fc.constant(''),
    )
    .map((value) => [`${typeof value}${name}`, value]);
const awkwardFact: fc.Arbitrary<Omit<Fact, 'at'>> = fc.record({
  measurement: tagText.filter((name) => !name.startsWith('#') && specOf(name) === undefined),
  tags: fc.dictionary(
    tagText.map((name) => `t${name}`),
    tagText,
    { maxKeys: 4, noNullPrototype: true },
  ),
  fields: fc
    .array(tagText.chain(typed), { minLength: 1, maxLength: 4 })
    .map((pairs) => Object.fromEntries(pairs)),
});

interface Stored {
  readonly series: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

const asStored = ({ measurement, tags, fields }: Fact): Stored => ({
  series: seriesKey({ measurement, tags: { ...tags, school: 'thpt-a' } }),
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === 0 ? 0 : value]),
  ),
});

interface InfluxAnswer {
  readonly results: readonly {
    readonly series?: readonly {
      readonly name: string;
      readonly tags?: Record<string, string>;
      readonly columns: readonly string[];
      readonly values: readonly (readonly (FieldValue | null)[])[];
    }[];
  }[];
}

/** Every point of the database by its stamp, read past our own query code. */
async function everything(url: string, database: string): Promise<ReadonlyMap<number, Stored>> {
  const params = new URLSearchParams({
    db: database,
    epoch: 'ms',
    q: 'SELECT * FROM /.*/ GROUP BY *',
  });
  const answer = (await (await fetch(`${url}/query?${params}`)).json()) as InfluxAnswer;
  const stored = new Map<number, Stored>();
  for (const { name, tags = {}, columns, values } of answer.results[0]?.series ?? [])
    for (const row of values) {
      const fields = columns.flatMap((column, at) => {
        const value = row[at];
        return at === 0 || value === null || value === undefined ? [] : [[column, value] as const];
      });
      stored.set(Number(row[0]), {
        series: seriesKey({ measurement: name, tags }),
        fields: Object.fromEntries(fields),
      });
    }
  return stored;
}
