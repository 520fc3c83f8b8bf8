import { describe, expect, it } from 'vitest';
import { compose, partsOf } from './merge.ts';

const everyone = {
  number: 1,
  settings: { cameras: { every: '60s' }, ship: { every: '5s', backlog_rate: 10 } },
};
const ward = { number: 4, settings: { ship: { every: '10s' }, uplink: { every: '1m' } } };
const school = { number: 2, settings: { uplink: { bandwidth: { every: '2h' } } } };

describe('versions that hold together', () => {
  it('give each key the word of the most special', () => {
    expect(compose([everyone, ward, school], undefined).settings).toEqual({
      cameras: { every: '60s' },
      ship: { every: '10s', backlog_rate: 10 },
      uplink: { every: '1m', bandwidth: { every: '2h' } },
    });
  });

  it('are named by what they were made of and what came out', () => {
    const { version } = compose([everyone, ward], undefined);
    expect(version).toMatch(/^1\+4-[0-9a-f]{8}$/);
    expect(partsOf(version)).toEqual({ own: false, numbers: [1, 4] });
    const other = compose(
      [everyone, { ...ward, settings: { server: { every: '2m' } } }],
      undefined,
    );
    expect(other.version).not.toBe(version);
  });

  it('are version 0 where nothing is set, also by versions that set nothing', () => {
    const nothing = { version: '0', settings: {} };
    expect(compose([], undefined)).toEqual(nothing);
    expect(compose([{ number: 9, settings: {} }], undefined)).toEqual(nothing);
    expect(partsOf('0')).toEqual({ own: false, numbers: [] });
  });

  it('carry the centre’s own rules of judging, and say so in the name', () => {
    const own = { overrides: { 'CAM-06': { basic: { condition: 'kept >= 15' } } } };
    const { version, settings } = compose([ward], own);
    expect(settings.standards).toEqual(own);
    expect(partsOf(version)).toEqual({ own: true, numbers: [4] });
    expect(compose([], own).version).toMatch(/^c-[0-9a-f]{8}$/);
  });

  it.each(['', '-', 'x', '1+-+2', 'c+9'.repeat(50)])(
    'reads the made-up name %j without harm',
    (name) => {
      expect(partsOf(name).numbers.every(Number.isInteger)).toBe(true);
    },
  );
});
