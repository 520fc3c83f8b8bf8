import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CollectorConfig } from './config.ts';

const problemsOf = (config: object): readonly string[] => {
  const parsed = CollectorConfig.safeParse(config);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

const INFLUX = { url: 'http://db:8086' };
const unit = (id: string, parent?: string) => ({ id, kind: 'ward', name: id, parent });

describe('the units of a config', () => {
  it('stand in any order', () => {
    expect(problemsOf({ units: [unit('a', 'b'), unit('b', 'c'), unit('c')] })).toEqual([]);
  });

  it('have every mistake told at once', () => {
    expect(
      problemsOf({
        units: [unit('a', 'b'), unit('b', 'a'), unit('c', 'nowhere'), unit('d'), unit('d')],
      }),
    ).toEqual([
      'units.0.parent: a stands below itself',
      'units.1.parent: b stands below itself',
      'units.2.parent: there is no unit nowhere',
      'units.4.id: d stands twice',
    ]);
  });

  it('are never their own parent', () => {
    expect(problemsOf({ units: [unit('a', 'a')] })).toEqual([
      'units.0.parent: a stands below itself',
    ]);
  });
});

describe('the config', () => {
  it.each([
    [{ listen: '127.0.0.1:65535' }, 0],
    [{ listen: '[::1]:8480' }, 0],
    [{ listen: '127.0.0.1:65536' }, 1],
    [{ listen: 'nowhere' }, 1],
    [{ public_url: 'ftp://x' }, 1],
    [{ time_zone: 'Mars/Olympus' }, 1],
    [{ trusted_proxies: ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'] }, 0],
    [{ trusted_proxies: ['proxy.example.vn'] }, 1],
    [{ trusted_proxies: true }, 1],
    [{ school_hours: { from: '17:00', to: '07:00' } }, 1],
    [{ mail: { from: 'a@example.vn', to: [{ address: 'b@gmail.com' }] } }, 1],
    [{ dead_man: { url: 'https://hc.example.vn/x' } }, 0],
    [{ webhooks: [{ name: 'ioc', url: 'https://ioc.example.vn' }] }, 1],
    [{ mail: { from: 'a@example.vn', to: [{ address: 'b@hcm.edu.vn', unit: 'nowhere' }] } }, 1],
    [{ measure: { slots: 3, capacity: '100Mbit/s' } }, 0],
    [{ measure: { slots: 0, capacity: '0Mbit/s', assumed_line: 'fast' } }, 3],
    [{ history: { kind: 'influx', ...INFLUX, database: 'hatang' } }, 0],
    [{ history: { kind: 'influx', ...INFLUX, bucket: 'b', org: 'o', token: 't' } }, 0],
    [{ history: { kind: 'influx', ...INFLUX, database: 'd', create: true, keep: '400d' } }, 0],
    [{ history: { kind: 'influx', ...INFLUX, database: 'd', outbox: { most: '1GiB' } } }, 0],
    [{ history: { kind: 'sqlite', mirror: { ...INFLUX, database: 'd' } } }, 0],
    [{ history: { kind: 'influx', ...INFLUX } }, 1],
    [{ history: { kind: 'influx', ...INFLUX, database: 'd', mirror: {} } }, 1],
    [{ history: { kind: 'influx', ...INFLUX, database: 'd', org: 'o', keep: '1d' } }, 2],
    [{ history: { kind: 'influx', ...INFLUX, bucket: 'b', create: true } }, 1],
    [{ history: { kind: 'influx', ...INFLUX, database: 'd', token: 't', username: 'u' } }, 1],
    [{ history: { kind: 'influx', url: 'http://u:p@db:8086', database: 'd' } }, 1],
    [{ listn: 'x', school_hours: { days: [8], to: '25:00' } }, 3],
  ])('%j has %d problem(s)', (config, count) => {
    expect(problemsOf(config)).toHaveLength(count);
  });

  it.each([
    [undefined, [90, 400, 1_095, 3_650]],
    ['60d', [60, 60, 60, 60]],
    [{ raw: '40d', hour: '1y' }, [40, 400, 365, 3_650]],
  ])('keeps the history for %j: so many days of each tier', (keep, days) => {
    const { history } = CollectorConfig.parse({ history: { kind: 'sqlite', keep } });
    const kept = history.kind === 'sqlite' ? Object.values(history.keep) : [];
    expect(kept.map((span) => span / 86_400_000)).toEqual(days);
    expect(CollectorConfig.parse({}).history.kind).toBe('sqlite');
  });

  it.each(['34d', { raw: '34d' }])(
    'refuses to keep points for less than agents hold: %j',
    (keep) => {
      expect(problemsOf({ history: { kind: 'sqlite', keep } })).toEqual([
        'history.keep.raw: expected 35d or more: agents hold facts for 30 days',
      ]);
    },
  );

  it.each(['collector.sample.yaml', 'collector.docker.yaml'])('%s is a valid one', (name) => {
    const file = new URL(`../config/${name}`, import.meta.url);
    expect(problemsOf(parse(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
