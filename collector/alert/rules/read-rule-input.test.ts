import { describe, expect, it } from 'vitest';
import { days, hours } from '../../../kit/units.ts';
import { latestRow, ROW_NOW, type RowSeen } from '../../../test/latest-row.ts';
import { shippedRules } from '../../../test/shipped-rules.ts';
import type { Fields } from '../rule.ts';
import { readInput } from './read-rule-input.ts';
import { FactInput, type RuleInput } from './rule-schema.ts';
import { SchoolFacts } from './school-facts.ts';

const [rule] = (await shippedRules()).filter(({ id }) => id === 'machine_os_unsupported');
if (rule === undefined) throw new Error('no rule to ask for');

const ping = (device: string, target: string, latency_s: number, ago = 1_000): RowSeen => ({
  ...{ measurement: 'uplink_ping', device, tags: { target }, fields: { latency_s }, ago },
});
const declared = (name: string, text: string, ago = 1_000): RowSeen => ({
  ...{ measurement: 'declaration', tags: { name }, fields: { text }, ago },
});
const read = (input: RuleInput, rows: readonly RowSeen[], fields: Fields = {}) =>
  readInput(input, {
    ...{ rule, fields, device: 'line' },
    facts: new SchoolFacts(rows.map(latestRow), ROW_NOW),
  });
const latency = (more: Partial<FactInput> | object = {}) =>
  FactInput.parse({ fact: 'uplink_ping.latency_s', ...more });

describe('an input that is another fact', () => {
  const rows = [
    ping('line', 'a', 0.02, 3_000),
    ping('line', 'b', 0.01),
    ping('line', 'c', 0.03, 9_000),
  ];

  it.each([
    ['the newest of several series', {}, 0.01],
    ['the least', { across: 'min' }, 0.01],
    ['the most', { across: 'max' }, 0.03],
    ['the series whose tags match', { where: { target: 'a' } }, 0.02],
    ['none that is older than it may be', { max_age: '2s', where: { target: 'a' } }, undefined],
    ['what stands for a missing one', { where: { target: 'x' }, otherwise: 7 }, 7],
  ])('takes %s', (_, more, expected) => {
    expect(read(latency(more), rows)).toBe(expected);
  });

  it('is of the same device, or of any of the school where it says so', () => {
    const other = [ping('second-line', 'a', 0.05)];
    expect(read(latency(), other)).toBeUndefined();
    expect(read(latency({ of: 'school' }), other)).toBe(0.05);
  });

  it('is missing after a day unless it says otherwise', () => {
    const old = [ping('line', 'a', 0.02, hours(25))];
    expect(read(latency(), old)).toBeUndefined();
    expect(read(latency({ max_age: '2d' }), old)).toBe(0.02);
  });
});

describe('an input that is declared', () => {
  const level = { declaration: 'school_level' };

  it('is the newest, where it is one of the words it may be', () => {
    const rows = [
      declared('school_level', 'primary'),
      declared('school_level', 'preschool', days(1)),
    ];
    expect(read(level, rows)).toBe('primary');
    expect(read(level, [declared('school_level', 'kindergarten')])).toBeUndefined();
    expect(read({ ...level, otherwise: 'primary' }, [])).toBe('primary');
  });
});

describe('an input from the table of end-of-support dates', () => {
  const windows10 = { os_name: 'Microsoft Windows 10 Pro', os_version: '10.0.19045' };

  it('names the release and its last day', () => {
    expect(read({ system: 'last_day' }, [], windows10)).toBe('14/10/2025');
    expect(read({ system: 'release' }, [], windows10)).toMatch(/22H2/);
    expect(read({ system: 'current' }, [], windows10)).toBe(false);
    expect(read({ system: 'days_left' }, [], windows10)).toBe(-408);
  });

  it('counts what the school bought beyond it', () => {
    const bought = [declared('lab_windows_esu_until', '2026-12-31')];
    const left = read({ system: 'days_left' }, bought, windows10);
    expect(left).toBeGreaterThan(-408);
  });

  it('knows nothing of a system that is not told, or stands not in it', () => {
    expect(read({ system: 'days_left' }, [], { up: true })).toBeUndefined();
    expect(read({ system: 'days_left' }, [], { os_name: 'Debian GNU/Linux' })).toBeUndefined();
  });
});
