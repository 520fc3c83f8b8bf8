import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fail, ok } from '../../../kit/result.ts';
import { seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { specOf } from '../../../wire/measurements.ts';
import type { FoundCamera } from './discovery/probe-match.ts';
import type { Discover } from './discovery-door.ts';
import { DiscoveryOptions, discoveryOf } from './discovery-options.ts';
import { type DiscoveryParts, DiscoveryProbe, discoveryProbes } from './discovery-probe.ts';

const camera = (address: string, endpoint: string): FoundCamera => ({
  ...{ address, endpoint, port: 80, name: 'IPC', hardware: 'X1', types: ['Device'] },
});

/** A probe whose searches find these, one list a search. */
function probe(
  searches: readonly (readonly FoundCamera[])[],
  given: Partial<DiscoveryParts> = {},
): { probe: DiscoveryProbe; clock: ManualClock } {
  const clock = new ManualClock();
  const waiting = [...searches];
  const discover: Discover = async () => {
    await clock.sleep(seconds(4));
    return ok({ found: waiting.shift() ?? [], from: [], asked: 0 });
  };
  const options = discoveryOf({ subnets: ['10.0.0.0/24'] });
  if (options === undefined) throw new Error('a search of subnets is on by default');
  const parts: DiscoveryParts = {
    ...{ agent: 'may-chu', simulated: true, subnets: ['10.0.0.0/24'], options, discover, clock },
    configured: [
      { id: 'cam-01', name: 'Cổng', address: '10.0.0.1' },
      { id: 'nvr-01', name: 'Đầu ghi', address: 'nvr.lan:8000' },
    ],
    resolve: async (host) => (host === 'nvr.lan' ? '10.0.0.2' : host),
    ...given,
  };
  return { clock, probe: new DiscoveryProbe(parts) };
}

async function facts({ probe: one, clock }: ReturnType<typeof probe>) {
  const measuring = one.measure(new AbortController().signal);
  await clock.advance(seconds(5));
  return (await measuring).facts;
}

describe('a search as a probe', () => {
  it('tells who answered, whom nobody configured, and who did not answer', async () => {
    const given = [camera('10.0.0.2', 'n'), camera('10.0.0.9', 'x')];
    const [summary, ...found] = await facts(probe([given]));
    expect(summary).toMatchObject({
      measurement: 'discovery',
      tags: { device: 'may-chu' },
      fields: { found: 2, unconfigured: 1, unanswered: 1, duration_s: 4 },
    });
    expect(found.map(({ tags, fields }) => [tags['address'], fields['configured_as']])).toEqual([
      ['10.0.0.9', ''],
      ['10.0.0.2', 'nvr-01'],
    ]);
    expect(found[0]?.fields).toEqual({
      ...{ configured_as: '', port: 80, endpoint: 'x', name: 'IPC', hardware: 'X1' },
      ...{ types: 'Device', simulated: true },
    });
  });

  it('says of a stranger that it may be a configured one that moved', async () => {
    const given = probe([[camera('10.0.0.1', 'gate')], [camera('10.0.0.7', 'gate')]]);
    await facts(given);
    expect((await facts(given))[1]?.fields).toMatchObject({
      configured_as: '',
      moved_from: 'cam-01',
    });
  });

  it('gives devices behind one address series of their own, whatever ports they state', async () => {
    const shared = [80, 8001, 8002].map((port) => ({ ...camera('10.0.0.9', 'x'), port }));
    const [, ...found] = await facts(probe([shared]));
    expect(found.map(({ tags }) => tags['address'])).toEqual([
      '10.0.0.9',
      '10.0.0.9#2',
      '10.0.0.9#3',
    ]);
  });

  it('tells of at most 256, of strangers first, and holds to the register', async () => {
    const many = Array.from({ length: 400 }, (_, at) => camera(`10.0.${at % 200}.${at}`, `${at}`));
    const told = await facts(probe([[camera('10.0.0.1', 'gate'), ...many]]));
    expect(told).toHaveLength(257);
    expect(told.some(({ fields }) => fields['configured_as'] === 'cam-01')).toBe(false);
    for (const { measurement, tags, fields } of told) {
      expect(Object.keys(tags)).toEqual(Object.keys(specOf(measurement)?.tags ?? {}));
      for (const name of Object.keys(fields))
        expect(specOf(measurement)?.fields).toHaveProperty(name);
    }
  });

  it('says so when it has no interface to ask from, and nothing when it was cut short', async () => {
    const none = probe([], { discover: async () => fail('no_interface') });
    const pass = await none.probe.measure(new AbortController().signal);
    expect(pass).toMatchObject({ facts: [], healthy: false });
    expect(pass.problem?.en).toContain('no network interface');
    const cut = probe([], { discover: async () => ok({ found: [], from: [], asked: 0 }) });
    expect((await cut.probe.measure(AbortSignal.abort())).facts).toEqual([]);
  });
});

describe('whether a search is made', () => {
  const parts = { clock: new ManualClock(), random: () => 0, log: undefined as never };
  const count = (config: Parameters<typeof discoveryOf>[0]) =>
    discoveryProbes({ agent: 'a', school: { simulated: false }, ...config }, parts).probes.length;

  it('hangs on the subnets, unless somebody says off', () => {
    expect(count({ subnets: [] })).toBe(0);
    expect(count({ subnets: ['10.0.0.0/24'] })).toBe(1);
    expect(count({ subnets: ['10.0.0.0/24'], discovery: 'off' })).toBe(0);
    const sample = readFileSync(new URL('./discovery.sample.yaml', import.meta.url), 'utf8');
    const { discovery } = parse(sample);
    expect(DiscoveryOptions.parse(discovery)).toMatchObject({ interfaces: ['eth0'] });
    expect(discoveryOf({ subnets: ['10.0.0.0/24'] })).toEqual({
      ...{ every: 3_600_000, interfaces: [], multicast: true, unicast: true, port: 3702 },
    });
  });
});
