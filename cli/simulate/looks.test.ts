import { describe, expect, it } from 'vitest';
import { whyPointRefused, whyTagsRefused } from '../../collector/ingest/check-fact.ts';
import { epochMs, minutes } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { encodeFacts } from '../../wire/line-protocol.ts';
import { specOf } from '../../wire/measurements.ts';
import { factsBetween, roundOf } from './looks.ts';
import type { School } from './school.ts';

const START = epochMs(Date.parse('2026-11-23T03:00:00.123Z'));
const school = (more: Partial<School> = {}): School => ({
  ...{ id: 'mo-phong-0001', name: 'Trường mô phỏng 0001', unit: undefined, index: 0, seed: 1 },
  ...{ cameras: 12, machines: 50, every: minutes(5), speed: 1, startedAt: START },
  ...more,
});
const told = (of: School, from: number, until: number) =>
  factsBetween(roundOf(of), { from: epochMs(from), until: epochMs(until) });
const DAY = 86_400_000;

function whyRefused({ measurement, tags, fields, at }: Fact): string | undefined {
  const spec = specOf(measurement);
  if (spec === undefined) return `no measurement ${measurement}`;
  return (
    whyTagsRefused(tags, spec, measurement) ??
    whyPointRefused({ fields, at }, START, { measurement, spec })
  );
}

describe('what a simulated school finds', () => {
  it('is the same word for word whenever it is told, and another for another seed or school', () => {
    const hour = [START - minutes(60), START] as const;
    const text = encodeFacts(told(school(), ...hour));
    expect(encodeFacts(told(school(), ...hour))).toBe(text);
    expect(encodeFacts(told(school({ seed: 2 }), ...hour))).not.toBe(text);
    expect(encodeFacts(told(school({ index: 1 }), ...hour))).not.toBe(text);
  });

  it('adds up, however the time is cut', () => {
    const [from, until] = [START - minutes(20), START + minutes(20)];
    const whole = encodeFacts(told(school(), from, until))
      .split('\n')
      .sort();
    const cuts = [from, START - 1, START, START + 1, START + 61_234, until];
    const parts = cuts.slice(1).flatMap((to, at) => told(school(), cuts[at] ?? 0, to));
    expect(encodeFacts(parts).split('\n').sort()).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('holds to the register in every measurement, tag and field', () => {
    const facts = told(school(), START - minutes(7 * 60), START + 1);
    const measurements = new Set(facts.map(({ measurement }) => measurement));
    const wanted = ['agent', 'camera', 'camera_stream', 'declaration', 'device', 'interface'];
    const line = ['service_check', 'uplink_bandwidth', 'uplink_minute', 'uplink_ping'];
    expect([...measurements].sort()).toEqual([...wanted, 'machine', 'server', ...line]);
    expect(new Set(facts.map(whyRefused))).toEqual(new Set([undefined]));
  });

  it('has good and bad days: cameras and machines that answer, and some that do not', () => {
    const facts = told(school(), START - DAY, START);
    for (const measurement of ['camera', 'machine']) {
      const ups = facts.filter((fact) => fact.measurement === measurement);
      expect(new Set(ups.map(({ fields }) => fields['up']))).toEqual(new Set([true, false]));
    }
  });

  it('names every configured device with the first batch', () => {
    const devices = told(school(), START, START + 1).filter(
      (fact) => fact.measurement === 'device',
    );
    expect(devices).toHaveLength(12 + 50 + 2);
    expect(devices.every(({ fields }) => fields['simulated'] === true)).toBe(true);
  });

  it('looks at each device as often as is asked', () => {
    const often = school({ every: minutes(1), speed: 2 });
    const cameras = told(often, START, START + minutes(10)).filter(
      (fact) => fact.measurement === 'camera',
    );
    expect(cameras).toHaveLength(12 * 20);
  });
});
