import { beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { openDatabase } from '../store/database-door.ts';
import { Units } from '../store/units.ts';
import { AgentConfigs } from './agent-configs.ts';
import { configViews } from './views.ts';

const OWN = { overrides: { disabled: ['CAM-07'] } };
const A = { school: 'thcs-a', agent: 'may-chu' };
const B = { school: 'thcs-b', agent: 'may-chu' };
let clock: ManualClock;
let units: Units;
let configs: AgentConfigs;
let open: (own?: typeof OWN) => AgentConfigs;

beforeEach(() => {
  clock = new ManualClock();
  const sql = openDatabase(':memory:');
  units = new Units(sql, () => '2026-11-23');
  units.putGroups([
    { id: 'tphcm', kind: 'city', name: 'TP' },
    { id: 'cho-quan', kind: 'ward', name: 'Chợ Quán', parent: 'tphcm' },
  ]);
  for (const [id, unit] of [
    ['thcs-a', 'cho-quan'],
    ['thcs-b', 'tphcm'],
  ] as const)
    units.putSchool({ ...{ id, unit, name: id, simulated: false } }, clock.now());
  open = (own) => new AgentConfigs({ ...{ sql, units, clock, own } });
  configs = open();
});

const set = (every: string, unit?: string): number =>
  configs.add({
    ...{ unit, settings: { cameras: { every } }, note: '', madeBy: 'admin', madeAt: clock.now() },
  });
const offered = (name = A) => configs.offerFor(name);
const everyAt = (name = A) => offered(name)?.settings.cameras?.every;
const say = (outcome: 'applied' | 'refused' | 'rolled_back', version = offered()?.version ?? '') =>
  configs.report(A, { version, outcome, ...(outcome === 'applied' ? {} : { problem: 'no' }) });

describe('what an agent is offered', () => {
  it('is the newest of the most special unit that speaks of the key', () => {
    set('60s');
    expect([everyAt(A), everyAt(B)]).toEqual(['60s', '60s']);
    set('2m', 'tphcm');
    set('3m', 'cho-quan');
    expect([everyAt(A), everyAt(B)]).toEqual(['3m', '2m']);
    set('4m', 'thcs-a');
    set('5m', 'tphcm');
    expect([everyAt(A), everyAt(B)]).toEqual(['4m', '5m']);
  });

  it('is the one before again when a version is withdrawn', () => {
    set('60s', 'thcs-a');
    const second = set('90s', 'thcs-a');
    expect(everyAt()).toBe('90s');
    configs.withdraw(second, 'admin');
    expect(everyAt()).toBe('60s');
    expect(configs.find(second)?.withdrawnBy).toBe('admin');
  });

  it('is the last good one again when it refused the newest, and others get the newest', () => {
    set('60s');
    say('applied');
    const good = offered()?.version;
    set('2m');
    say('refused');
    expect([offered()?.version, everyAt(A), everyAt(B)]).toEqual([good, '60s', '2m']);
    set('3m');
    expect(everyAt()).toBe('3m');
  });

  it('is the local file alone when it lives with none', () => {
    set('60s');
    say('rolled_back');
    expect(offered()).toEqual({ version: '0', settings: {} });
  });

  it('is nothing new when what it runs was withdrawn and the rest refused', () => {
    const first = set('60s');
    say('applied');
    set('2m');
    say('refused');
    configs.withdraw(first, 'admin');
    expect(offered()).toBeUndefined();
    expect(configs.headersFor(A)).toEqual({});
  });

  it('is the refused one again after a day, for an agent that was replaced meanwhile', async () => {
    set('60s');
    say('refused');
    await clock.advance(hours(23));
    expect(everyAt()).toBeUndefined();
    await clock.advance(hours(2));
    expect(everyAt()).toBe('60s');
  });

  it('is the same without the centre’s rules of judging when those do not fit', () => {
    configs = open(OWN);
    set('60s');
    expect(offered()?.settings.standards).toEqual(OWN);
    say('refused');
    expect(offered()).toMatchObject({ settings: { cameras: { every: '60s' } } });
    expect(offered()?.settings.standards).toBeUndefined();
  });

  it('follows a school that moves to another unit within a minute', async () => {
    set('2m', 'cho-quan');
    expect(everyAt(B)).toBeUndefined();
    const moved = { id: 'thcs-b', unit: 'cho-quan', name: undefined, simulated: undefined };
    units.putSchool(moved, clock.now());
    await clock.advance(minutes(1));
    expect(everyAt(B)).toBe('2m');
  });
});

describe('what the centre sees of it', () => {
  const views = () =>
    configViews(configs.list(10), {
      ...{ reports: configs.reports(), agents: [A, B], holds: configs.holds },
      nameOf: (unit) => unit,
      schoolsOf: () => new Set(['thcs-a', 'thcs-b']),
      mayChange: () => true,
    });

  it('is how many run each version, which refused it and why, and which holds', () => {
    set('60s');
    say('applied');
    configs.report(B, { version: offered(B)?.version ?? '', outcome: 'applied' });
    set('2m');
    say('refused');
    expect(views()).toMatchObject([
      { number: 2, state: 'in_force', agents: 2, running: 0, refusals: [{ ...A, problem: 'no' }] },
      { number: 1, state: 'superseded', agents: 2, running: 2, refusals: [] },
    ]);
    configs.withdraw(2, 'admin');
    expect(views().map(({ state }) => state)).toEqual(['withdrawn', 'in_force']);
  });

  it('keeps a few reports of each agent, whatever a stolen token sends', () => {
    for (let at = 0; at < 100; at += 1) say('refused', `${at}-0`);
    expect(configs.reports()).toHaveLength(12);
    expect(configs.reports()[0]?.version).toBe('99-0');
  });
});
