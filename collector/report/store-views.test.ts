import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { factWriter } from '../../test/fact-store.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { assessed, sampleFinding } from '../../test/sample-finding.ts';
import type { Fact } from '../../wire/fact.ts';
import { bySeries } from '../../wire/series.ts';
import { Audit } from '../access/audit.ts';
import { Identities } from '../access/identities.ts';
import { ruleSet } from '../alert/rules/rule-set.ts';
import { CollectorConfig } from '../config.ts';
import { incidentsOf } from '../incidents.ts';
import { openDatabase } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import { FactStore } from '../store/facts.ts';
import { Units } from '../store/units.ts';
import { storeViews } from './store-views.ts';
import type { Views } from './views.ts';

const clock = new ManualClock();
const now = clock.now();
let views: Views;
let put: (school: string, ...facts: readonly Fact[]) => void;
beforeEach(() => {
  const sql = openDatabase(':memory:');
  const units = new Units(sql, () => '2026-11-23');
  for (const [id, name] of [
    ['thcs-b', 'Ánh Sao'],
    ['thcs-a', 'Ba Đình'],
    ['thcs-c', 'An Đông'],
  ] as const)
    units.putSchool({ id, name, simulated: false, unit: undefined }, now);
  const identities = new Identities(sql);
  const measured = openDatabase(':memory:', factMigrations);
  const writer = factWriter(measured);
  const facts = new FactStore({
    sql: measured,
    enrolled: (school) => identities.enrolled(school),
    timeZone: 'Asia/Ho_Chi_Minh',
  });
  const following = incidentsOf(
    { config: CollectorConfig.parse({}), clock },
    {
      state: sql,
      units,
      facts,
      people: { known: () => true },
      audit: new Audit(sql),
      rules: ruleSet([]),
      calendar: { isSchoolTime: () => true },
    },
  );
  const findings = [sampleFinding(), sampleFinding({ verdict: 'fail' })];
  views = storeViews({
    units,
    facts,
    lines: facts,
    clock,
    assessment: assessed(findings),
    ...following,
    mails: { mails: () => [], counts: () => new Map() },
  });
  let batch = 0;
  put = (school, ...given) => {
    batch += 1;
    identities.enrol(identities.newEnrolmentCode(school, 'admin', now).code, 'may-chu', now);
    const key = { school, agent: 'may-chu', id: `${batch}`, receivedAt: epochMs(now + batch) };
    writer.admit({ ...key, series: bySeries(given), refused: [] });
  };
});

const fact = (measurement: string, tags: Fact['tags'], fields: Fact['fields'], at = 0): Fact => ({
  measurement,
  tags,
  fields,
  at: epochMs(now + at),
});
const device = (id: string, kind: string) =>
  fact('device', { device: id, kind }, { name: id.toUpperCase() });
const devicesOf = (school: string) => views.school(school, undefined)?.devices ?? [];

describe('readiness', () => {
  it('lists the schools in sight, in the order of the Vietnamese alphabet', () => {
    const names = (sight: ReadonlySet<string> | undefined) =>
      views.readiness(sight).map(({ name }) => name);
    expect(names(undefined)).toEqual(['An Đông', 'Ánh Sao', 'Ba Đình']);
    expect(names(new Set(['thcs-a', 'nowhere']))).toEqual(['Ba Đình']);
    expect(names(new Set())).toEqual([]);
  });

  it('says when a school was last heard, and nothing where it never was', () => {
    put('thcs-a', device('cam', 'camera'));
    put('thcs-a', device('cam', 'camera'));
    const seen = views.readiness(undefined).map(({ id, lastSeen }) => [id, lastSeen]);
    expect(seen).toEqual([
      ['thcs-c', undefined],
      ['thcs-b', undefined],
      ['thcs-a', now + 2],
    ]);
  });

  it('carries the summary of the findings', () => {
    expect(views.readiness(undefined)[0]?.basic).toMatchObject({ pass: 1, fail: 1 });
  });
});

describe('one school', () => {
  it('out of sight is as one that is not there', () => {
    expect(views.school('thcs-a', new Set(['thcs-b']))).toBeUndefined();
    expect(views.school('nowhere', undefined)).toBeUndefined();
    expect(views.school('thcs-a', new Set(['thcs-a']))?.name).toBe('Ba Đình');
  });

  it('has its own agents and devices, and no other’s', () => {
    put('thcs-a', device('cam-a', 'camera'));
    put('thcs-b', device('cam-b', 'camera'));
    expect(devicesOf('thcs-a').map(({ id }) => id)).toEqual(['cam-a']);
    expect(views.school('thcs-b', undefined)?.agents).toEqual([
      { id: 'may-chu', lastReceivedAt: now + 2 },
    ]);
  });

  it('shows a device with the word its probe gave, its newest fact first, and its time', () => {
    put(
      'thcs-a',
      device('cam', 'camera'),
      fact('camera', { device: 'cam' }, { up: false, state: 'frozen' }, 1),
      fact('camera_stream', { device: 'cam', profile: 'main' }, { fps: 0 }, 2),
    );
    const [cam] = devicesOf('thcs-a');
    expect(cam).toMatchObject({ name: 'CAM', up: false, state: 'frozen', at: now + 2 });
    expect(cam?.facts.map(({ measurement }) => measurement)).toEqual(['camera_stream', 'camera']);
  });

  it('takes a line for up while any of its far ends answers, and for unknown before the first', () => {
    put('thcs-a', device('line', 'uplink'));
    expect(devicesOf('thcs-a')[0]?.up).toBeUndefined();
    const ping = (target: string, up: boolean) =>
      fact('uplink_ping', { device: 'line', target }, { up });
    put('thcs-a', ping('one', false), ping('two', true));
    expect(devicesOf('thcs-a')[0]?.up).toBe(true);
    put('thcs-a', { ...ping('two', false), at: epochMs(now + 5) });
    expect(devicesOf('thcs-a')[0]?.up).toBe(false);
  });

  it('shows what its last search found and nobody configured, and what is gone', () => {
    const seen = (address: string, configured_as: string, at: number) =>
      fact('found_device', { address }, { configured_as, simulated: true }, at);
    const searched = (at: number) =>
      fact('discovery', { device: 'may-chu' }, { found: 2, duration_s: 5 }, at);
    const camera = (id: string, up: boolean) => fact('camera', { device: id }, { up });
    expect(views.school('thcs-a', undefined)?.search).toBeUndefined();
    put('thcs-a', searched(0), seen('10.0.0.8', '', 0), seen('10.0.0.9', '', 0));
    put('thcs-a', searched(60_000), seen('10.0.0.9', '', 60_000), seen('10.0.0.1', 'a', 60_000));
    put('thcs-a', ...['a', 'b', 'c'].map((id) => device(id, 'camera')));
    put('thcs-a', camera('a', false), camera('b', false), camera('c', true));
    const search = views.school('thcs-a', undefined)?.search;
    expect(search?.at).toBe(now + 60_000);
    expect(search?.notConfigured.map(({ address }) => address)).toEqual(['10.0.0.9']);
    expect(search?.gone.map(({ id }) => id)).toEqual(['b']);
  });
});
