import { describe, expect, it } from 'vitest';
import { asked } from './ask.ts';
import { DIRECTIONS, type Row, SECTIONS } from './case.ts';
import { casesOf } from './cases.ts';
import { hatangRows, peerRow, shapedBps } from './rows.ts';
import { summarize } from './summary.ts';
import { head, rowText } from './table.ts';

const [first] = casesOf('accuracy', 'full');
if (first === undefined) throw new Error('no case');

const row = (given: Partial<Row> = {}, hatang: Partial<NonNullable<Row['hatang']>> = {}): Row => ({
  section: 'accuracy',
  name: '100/50',
  run: 1,
  method: 'hatang',
  direction: 'down',
  shapedBps: 100e6,
  bps: 99e6,
  seconds: 1,
  bytes: 7e6,
  note: '',
  hatang: {
    capacityBps: undefined,
    loadedMs: undefined,
    bottleneck: 'line',
    wireBytes: 9e6,
    busyShare: 0,
    crossShare: 0,
    trueLoadedMs: 70,
    ...hatang,
  },
  ...given,
});

const kept = (rows: readonly Row[], says: string): boolean | undefined =>
  summarize(rows).find((figure) => figure.says.startsWith(says))?.kept;

const times = (count: number, given: Partial<Row>): readonly Row[] =>
  Array.from({ length: count }, (_, run) => row({ ...given, run }));

describe('the demands of a bench', () => {
  it.each([
    [22, 2, true],
    [21, 3, false],
    [4, 0, true],
    [3, 1, false],
  ])('of runs that are within, %i are, %i are not', (good, bad, expected) => {
    const rows = [...times(good, { bps: 95.1e6 }), ...times(bad, { bps: 94.9e6 })];
    expect(kept(rows, 'accuracy: down')).toBe(expected);
  });

  it('a run without a figure is none within the limit', () => {
    expect(kept([row({ bps: undefined })], 'accuracy: down')).toBe(false);
  });

  it.each([
    [1.3, 10e6, true, true],
    [1.31, 10.1e6, false, false],
  ])('%s s and %s bytes of 100 Mbit/s', (seconds, bytes, inTime, inBytes) => {
    const rows = [row({ seconds, bytes })];
    expect(kept(rows, 'accuracy: mean at most 1.3 s')).toBe(inTime);
    expect(kept(rows, 'accuracy: mean at most 8 %')).toBe(inBytes);
  });

  it('an RTT of 100 ms allows 10 % and 3 s', () => {
    const rtt = (given: Partial<Row>) => [row({ section: 'rtt100', ...given })];
    expect(kept(rtt({ bps: 90e6 }), 'RTT 100 ms: within')).toBe(true);
    expect(kept(rtt({ bps: 89e6 }), 'RTT 100 ms: within')).toBe(false);
    expect(kept(rtt({ seconds: 3.1 }), 'RTT 100 ms: at most')).toBe(false);
  });

  it('a link capacity that is not told is a demand missed', () => {
    const told = row({ section: 'cross' }, { capacityBps: 97.1e6 });
    expect(kept([told], 'cross traffic: link')).toBe(true);
    expect(kept([told, row({ section: 'cross' })], 'cross traffic: link')).toBe(false);
  });

  it('a burst is judged against the same line without one', () => {
    const burst = (name: string, bps: number) => row({ section: 'burst', name, bps });
    const plain = burst('100/50, burst 0 MB', 95e6);
    expect(kept([plain, burst('100/50, burst 6 MB', 97.8e6)], 'burst')).toBe(true);
    expect(kept([plain, burst('100/50, burst 6 MB', 97.9e6)], 'burst')).toBe(false);
  });

  it('a starved agent may be too low, never too high', () => {
    const starved = (bps: number) => [row({ section: 'starved', bps })];
    expect(kept(starved(20e6), 'starved: never')).toBe(true);
    expect(kept(starved(100.1e6), 'starved: never')).toBe(false);
  });

  it('peers are told and not judged', () => {
    expect(kept([row({ method: 'iperf3', hatang: undefined, bps: 1 })], 'beside it')).toBe(
      undefined,
    );
  });
});

describe('the cases of a bench', () => {
  it('are 12 for accuracy, and some of each section in a hurry', () => {
    expect(casesOf('accuracy', 'full')).toHaveLength(12);
    for (const section of SECTIONS) {
      const names = casesOf(section, 'full').map(({ name }) => name);
      const quick = casesOf(section, 'quick').map(({ name }) => name);
      expect(quick.length).toBeGreaterThan(0);
      expect(names).toEqual(expect.arrayContaining(quick));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('have the rate of a slow port as their truth', () => {
    const [, port] = casesOf('bottleneck', 'full');
    expect(port && DIRECTIONS.map((direction) => shapedBps(port, direction))).toEqual([
      100e6, 100e6,
    ]);
  });
});

describe('the rows of a bench', () => {
  const wire = { down: 9e6, up: 5e6 };
  const side = { available_bps: 19e6, capacity_bps: null, method: 'tcp4_kernel', seconds: 0.8 };
  const report = {
    down: { ...side, bytes: 1e6 },
    up: { ...side, available_bps: null, bytes: 0, error: 'refused' },
    latency: { idle_ms: 10.2, loaded_down_ms: 61, loaded_up_ms: null },
    bottleneck: { where: 'line', why: '' },
    seconds: 3,
    bytes: 1e6,
    wire,
  };

  it('are two of a measurement, a direction that failed with its reason', () => {
    const rows = hatangRows(first, { run: 1, busyShare: 0 }, { ok: true, value: report });
    expect(rows.map(({ direction, bps }) => [direction, bps])).toEqual([
      ['down', 19e6],
      ['up', undefined],
    ]);
    expect(rows[0]?.note).toBe('tcp4_kernel, RTT 10 → 61 of 60 ms, port 9.00 MB, line');
    expect(rows[1]?.note).toContain('refused');
  });

  it('of a measurement that came to nothing say why', () => {
    const rows = hatangRows(first, { run: 1, busyShare: 0 }, { ok: false, problem: 'code 3' });
    expect(rows.map(({ bps, note }) => [bps, note])).toEqual([
      [undefined, 'code 3'],
      [undefined, 'code 3'],
    ]);
  });

  it('stand under their heads', () => {
    const said = { ok: true, value: { bps: 19.1e6, seconds: 10, bytes: 24e6 } } as const;
    const text = rowText(peerRow(first, 2, { method: 'iperf3', direction: 'down', said }));
    expect(text).toContain('19.10     -4.5    10.00     24.00     96.0\n');
    expect(text.indexOf('iperf3')).toBe(head().indexOf('method'));
    expect(text.indexOf('19.10') + 5).toBe(head().indexOf('Mbit/s') + 6);
  });
});

describe('the question for a bench', () => {
  it('is all sections in a hurry unless told otherwise', () => {
    expect(asked([])).toMatchObject({
      ok: true,
      value: { sections: SECTIONS, scale: 'quick', runs: 2, peers: true, router: true },
    });
  });

  it.each([
    [['--section', 'moon'], 'no section is called moon'],
    [['--runs', '0'], '--runs takes 1 to 20'],
    [['--cases', 'some'], '--cases takes quick or full'],
    [['--patience', 'x'], '--patience takes 0 to 600 seconds'],
  ])('refuses %j', (args, problem) => {
    expect(asked(args)).toEqual({ ok: false, problem });
  });
});
