import { describe, expect, it } from 'vitest';
import { parseSubnet } from '../../subnet.ts';
import { type Configured, joinFound } from './join.ts';
import type { FoundCamera } from './probe-match.ts';

/** `10.0.0.1:80`; `10.0.0.1` states no port. */
function found(place: string): FoundCamera {
  const [address = '', port] = place.split(':');
  const unsaid = { endpoint: undefined, name: undefined, hardware: undefined, types: [] };
  return { address, port: port === undefined ? undefined : Number(port), ...unsaid };
}

/** `a=10.0.0.1:80`; without an address its name is not found. */
function configured(text: string): Configured {
  const [id = '', address = ''] = text.split('=');
  const [host, port] = address.split(':');
  return {
    ...{ id, name: id, address },
    host: host === '' ? undefined : host,
    port: port === undefined ? undefined : Number(port),
  };
}

const subnets = [parseSubnet('10.0.0.0/24') ?? { first: 0, size: 0 }];

describe('what was found, beside what is configured', () => {
  it.each([
    ['one at its address', ['10.0.0.1:80'], ['a=10.0.0.1'], ['a'], []],
    ['one that states another port', ['10.0.0.1:80'], ['a=10.0.0.1:8899'], ['a'], []],
    ['one that states none', ['10.0.0.1'], ['a=10.0.0.1:8899'], ['a'], []],
    ['a stranger', ['10.0.0.2:80'], ['a=10.0.0.1'], ['-'], ['a']],
    ['nobody configured', ['10.0.0.2:80'], [], ['-'], []],
    ['nobody found', [], ['a=10.0.0.1'], [], ['a']],
    ['one configured elsewhere', [], ['a=10.0.9.1', 'b=', 'c=10.0.0.3'], [], ['c']],
    [
      'two behind one address',
      ['10.0.0.1:80', '10.0.0.1:81'],
      ['a=10.0.0.1:81', 'b=10.0.0.1:80'],
      ['b', 'a'],
      [],
    ],
    [
      'a stranger behind the address of one',
      ['10.0.0.1:80', '10.0.0.1:81'],
      ['a=10.0.0.1:81'],
      ['-', 'a'],
      [],
    ],
    [
      'a stranger where one is away',
      ['10.0.0.1:80', '10.0.0.1:90'],
      ['a=10.0.0.1:80', 'b=10.0.0.1:81'],
      ['a', '-'],
      ['b'],
    ],
    ['two where one has no port', ['10.0.0.1:80', '10.0.0.1:81'], ['a=10.0.0.1'], ['a', '-'], []],
    [
      'one with a port and one without',
      ['10.0.0.1:80', '10.0.0.1:81'],
      ['a=10.0.0.1', 'b=10.0.0.1:81'],
      ['a', 'b'],
      [],
    ],
  ])('%s', (_, places, config, as, unanswered) => {
    const joined = joinFound(places.map(found), config.map(configured), subnets);
    expect(joined.found.map((one) => one.as ?? '-')).toEqual(as);
    expect(joined.unanswered.map(({ id }) => id)).toEqual(unanswered);
  });
});
