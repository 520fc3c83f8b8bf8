import { describe, expect, it } from 'vitest';
import { epochMs } from '../kit/units.ts';
import type { Fact } from './fact.ts';
import { goneFrom, lastSearch, notConfigured } from './last-search.ts';

const search = (agent: string, at: number): Fact => ({
  measurement: 'discovery',
  tags: { device: agent },
  fields: { found: 1, duration_s: 5 },
  at: epochMs(at),
});
const found = (address: string, at: number, fields: Fact['fields'] = {}): Fact => ({
  measurement: 'found_device',
  tags: { address },
  fields: { configured_as: '', ...fields },
  at: epochMs(at),
});
const addressesOf = (...facts: readonly Fact[]) =>
  lastSearch(facts)?.found.map(({ address }) => address);

describe('the last search', () => {
  it('is nothing before the first', () => {
    expect(lastSearch([found('10.0.0.1', 100_000)])).toBeUndefined();
  });

  it.each([
    [94_999, []],
    [95_000, ['10.0.0.1']],
    [100_000, ['10.0.0.1']],
    [100_001, []],
  ])('that ended at 100000 after 5 s found what was seen at %s: %j', (at, expected) => {
    expect(addressesOf(search('a', 100_000), found('10.0.0.1', at))).toEqual(expected);
  });

  it('is that of each agent, where a school has several', () => {
    const facts = [search('a', 100_000), search('b', 900_000)];
    const seen = [
      found('10.0.0.1', 100_000),
      found('10.1.0.1', 900_000),
      found('10.0.0.2', 50_000),
    ];
    expect(addressesOf(...facts, ...seen)).toEqual(['10.0.0.1', '10.1.0.1']);
    expect(lastSearch(facts)?.at).toBe(900_000);
  });

  it('says the port that is stated, and no number of a second device behind one address', () => {
    const seen = [found('10.0.0.1#2', 1, { port: 8899 }), found('10.0.0.1', 1)];
    expect(addressesOf(search('a', 1), ...seen)).toEqual(['10.0.0.1', '10.0.0.1:8899']);
  });

  it('tells strangers from the configured, and who is gone from who merely keeps silent', () => {
    const seen = lastSearch([
      search('a', 1),
      found('10.0.0.1', 1, { configured_as: 'seen' }),
      found('10.0.0.9', 1),
    ]);
    if (seen === undefined) throw new Error('there was a search');
    expect(notConfigured(seen).map(({ host }) => host)).toEqual(['10.0.0.9']);
    const device = (id: string, kind: string, up: boolean | undefined) => ({ id, kind, up });
    const devices = [
      device('seen', 'camera', false),
      device('quiet', 'camera', true),
      device('waiting', 'camera', undefined),
      device('gone', 'camera', false),
      device('nvr', 'recorder', false),
      device('pc', 'machine', false),
    ];
    expect(goneFrom(seen, devices).map(({ id }) => id)).toEqual(['gone', 'nvr']);
  });
});
