import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs, minutes, seconds } from '../../kit/units.ts';
import { specOf } from '../../wire/measurements.ts';
import type { Probe } from '../probes/probe.ts';
import type { PassReport } from '../schedule/pass.ts';
import { agentFact, declarationFacts, deviceFacts } from './facts.ts';
import { Standing } from './standing.ts';

const now = epochMs(Date.parse('2026-11-23T00:00:00Z'));

function report(id: string, given: { at?: EpochMs; tookS?: number; up?: boolean }): PassReport {
  const probe: Probe = {
    id,
    every: minutes(1),
    deadline: seconds(5),
    measure: async () => ({ facts: [], healthy: true }),
  };
  const { at = now, tookS = 1, up = true } = given;
  const facts = [{ measurement: 'machine', tags: { device: id }, fields: { up }, at }];
  return {
    probe,
    startedAt: at,
    took: seconds(tookS),
    late: tookS >= 5,
    outcome: { kind: 'measured', pass: { facts, healthy: up } },
  };
}

describe('how things stand', () => {
  it('keeps the last pass of each probe and the newest fact of each series', () => {
    const standing = new Standing();
    standing.report(report('pc-01', { up: true }));
    standing.report(report('pc-01', { up: false, at: epochMs(now + 1) }));
    standing.report(report('pc-01:wan', {}));
    standing.report(report('pc-012', {}));
    expect(standing.passesOf('pc-01').map(({ healthy }) => healthy)).toEqual([false, true]);
    expect(standing.facts().find(({ tags }) => tags['device'] === 'pc-01')?.fields).toEqual({
      up: false,
    });
  });

  it('knows since when a probe finds its target as it is, and whether it saw it turn', () => {
    const standing = new Standing();
    const at = (minute: number) => epochMs(now + minutes(minute));
    const last = () => standing.passesOf('pc-01').map(({ since, turned }) => ({ since, turned }));
    standing.report(report('pc-01', { up: false, at: at(0) }));
    standing.report(report('pc-01', { up: false, at: at(1) }));
    expect(last()).toEqual([{ since: at(0), turned: false }]);
    standing.report(report('pc-01', { up: true, at: at(2) }));
    standing.report(report('pc-01', { up: false, at: at(3) }));
    standing.report(report('pc-01', { up: false, at: at(4) }));
    expect(last()).toEqual([{ since: at(3), turned: true }]);
  });

  it('names the slowest target of the last minute, and counts the late', () => {
    const standing = new Standing();
    standing.report(report('old', { tookS: 9, at: epochMs(now - minutes(2)) }));
    standing.report(report('quick', { tookS: 1 }));
    standing.report(report('slow', { tookS: 6 }));
    expect(standing.slowest(now)).toEqual({ target: 'slow', tookS: 6 });
    expect(standing.slowest(epochMs(now + minutes(5)))).toBeUndefined();
    expect(standing.latePasses).toBe(2);
  });

  it('stays bounded whatever a device invents', () => {
    const standing = new Standing();
    for (let at = 0; at < 6_000; at += 1) standing.report(report(`pc-${at}`, {}));
    expect(standing.facts()).toHaveLength(5_000);
  });
});

describe('the agent’s own facts', () => {
  const facts = [
    agentFact(
      'may-chu',
      {
        version: '0.1.0',
        startedAt: now,
        clockOffsetS: -1.5,
        rssBytes: 50_000_000,
        spool: { batches: 1, bytes: 2, dropped: 3 },
        refusedReports: 7,
        latePasses: 4,
        slowest: { target: 'cam-01', tookS: 6 },
      },
      now,
    ),
    ...deviceFacts(
      [
        {
          id: 'cam-01',
          kind: 'camera',
          name: 'Cổng',
          zone: 'public',
          room: 'P1',
          address: '10.0.0.1',
          behind: 'nvr-01',
          every: seconds(60),
        },
      ],
      true,
      now,
    ),
    ...declarationFacts({ fibre: true, pupils: 900, leader: 'Bà An' }, now),
  ];

  it('hold to the register in every tag and field', () => {
    for (const { measurement, tags, fields } of facts) {
      const spec = specOf(measurement);
      expect(Object.keys(tags).sort()).toEqual(Object.keys(spec?.tags ?? {}).sort());
      for (const [name, value] of Object.entries(fields)) {
        const type = spec?.fields[name]?.type;
        expect(typeof value, `${measurement}.${name}`).toBe(
          type === 'integer' || type === 'float' ? 'number' : type,
        );
      }
    }
    expect(facts[0]?.fields).toMatchObject({ refused_reports: 7 });
    expect(facts[1]?.fields).toMatchObject({
      simulated: true,
      cadence_s: 60,
      zone: 'public',
      behind: 'nvr-01',
    });
    expect(facts.slice(2).map(({ fields }) => fields)).toEqual([
      { yes: true },
      { number: 900 },
      { text: 'Bà An' },
    ]);
  });
});
