import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { epochMs } from '../kit/units.ts';
import { Edition, type InstalledSystem, OsSupport, supportOf } from './os-support.ts';
import { SHIPPED_STANDARDS } from './shipped-door.ts';

const release = { source: 'test', confidence: 'reported' };
const table = OsSupport.parse({
  checked: '2026-11-04',
  windows: [
    {
      ...release,
      name: '10 22H2',
      build: 19045,
      last_day: { home_pro: '2025-10-14', enterprise_education: '2025-10-14' },
      extended: { last_day: '2028-10-10', ...release },
    },
    {
      ...release,
      name: '11 24H2',
      build: 26100,
      last_day: { home_pro: '2026-10-13', enterprise_education: '2027-10-12' },
    },
    {
      ...release,
      name: '11 25H2',
      build: 26200,
      current: true,
      last_day: { home_pro: '2027-10-12' },
    },
    { ...release, name: 'LTSC 2021', build: 19044, last_day: { ltsc: '2027-01-12' } },
  ],
});
const on = (day: string) => epochMs(Date.parse(`${day}T05:00:00Z`));
const bare: InstalledSystem = {
  name: 'Windows',
  version: '',
  build: undefined,
  edition: undefined,
  declaredEdition: undefined,
  extendedUntil: undefined,
};
const support = (name: string, version: string, day = '2026-11-23') =>
  supportOf(table, { ...bare, name, version }, on(day));

it('counts the days to the last day of updates, which still counts itself', () => {
  expect(support('Windows 11 Pro', '10.0.26200', '2027-10-11')).toMatchObject({ daysLeft: 1 });
  expect(support('Windows 11 Pro', '10.0.26200', '2027-10-12')).toMatchObject({ daysLeft: 0 });
  expect(support('Windows 11 Pro', '10.0.26200', '2027-10-13')).toMatchObject({ daysLeft: -1 });
});

it('ends the last day at midnight in Viet Nam', () => {
  const at = (time: string) =>
    supportOf(table, { ...bare, version: '26200', edition: 'home_pro' }, epochMs(Date.parse(time)));
  expect(at('2027-10-12T16:59:59Z')).toMatchObject({ daysLeft: 0 });
  expect(at('2027-10-12T17:00:00Z')).toMatchObject({ daysLeft: -1 });
});

it('asks for the edition only where the answer hangs on it', () => {
  expect(support('Windows 11', 'build 26100')).toBe('edition');
  expect(support('Windows 11', 'build 26100', '2026-10-01')).toMatchObject({ daysLeft: 12 });
  expect(support('Windows 11', 'build 26100', '2028-01-01')).toMatchObject({ current: false });
  expect(support('Windows 10', '10.0.19045.4170')).toMatchObject({ daysLeft: -405 });
});

it('believes the machine, then the name, then the declaration about the edition', () => {
  expect(support('Microsoft Windows 11 Education', '10.0.26100')).toMatchObject({ daysLeft: 323 });
  const at = (more: Partial<InstalledSystem>) =>
    supportOf(table, { ...bare, version: '26100', ...more }, on('2026-11-23'));
  const declaredEdition = 'enterprise_education';
  expect(at({ declaredEdition })).toMatchObject({ daysLeft: 323 });
  expect(at({ name: 'Windows 11 Pro', declaredEdition })).toMatchObject({ daysLeft: -41 });
  const told = { name: 'Windows 11 Pro', edition: 'enterprise_education' } as const;
  expect(at(told)).toMatchObject({ daysLeft: 323 });
});

it('serves Pro Education as Pro', () => {
  expect(support('Windows 11 Pro Education', '26100')).toMatchObject({ lastDay: '2026-10-13' });
});

it('takes a build that lives on as LTSC alone for LTSC only when that is said', () => {
  expect(support('Windows 10', '10.0.19044')).toBe('edition');
  expect(support('Windows 10 Enterprise LTSC', '10.0.19044')).toMatchObject({ daysLeft: 50 });
});

it('reads the build with its revision before the version, and takes no revision for a build', () => {
  const at = (more: Partial<InstalledSystem>) =>
    supportOf(table, { ...bare, edition: 'home_pro', ...more }, on('2026-11-23'));
  expect(at({ build: '26200.19045', version: '10.0.26100' })).toMatchObject({
    release: '11 25H2',
  });
  expect(at({ version: '10.0.26100.26200' })).toMatchObject({ release: '11 24H2' });
  expect(at({ version: '1.26200' })).toBeUndefined();
});

it('counts bought updates until the day that is declared, and not past the last they are sold for', () => {
  const until = (extendedUntil: string | undefined, build = '19045') =>
    supportOf(table, { ...bare, build, edition: 'home_pro', extendedUntil }, on('2026-11-23'));
  expect(until(undefined)).toMatchObject({ lastDay: '2025-10-14' });
  expect(until('2024-01-01')).toMatchObject({ lastDay: '2025-10-14' });
  expect(until('2026-11-22')).toMatchObject({ daysLeft: -1 });
  expect(until('2026-11-23')).toMatchObject({ daysLeft: 0 });
  expect(until('2026-11-24')).toMatchObject({ daysLeft: 1 });
  expect(until('2040-01-01')).toMatchObject({ lastDay: '2028-10-10' });
  expect(until('2040-01-01', '26100')).toMatchObject({ lastDay: '2026-10-13' });
});

it.each([
  ['Windows 12', '10.0.30000'],
  ['Windows 10', ''],
  ['Debian GNU/Linux', '26200'],
  ['Windows Server 2019', '10.0.19044'],
])('knows nothing of %s %s', (name, version) => {
  expect(support(name, version)).toBeUndefined();
});

const shipped = OsSupport.parse(
  parse(readFileSync(join(SHIPPED_STANDARDS, 'data/os-support.yaml'), 'utf8')),
);
const rows = shipped.windows.flatMap(({ name, build, last_day: days }) =>
  Edition.options.flatMap((edition) => {
    const day = days[edition];
    return day === undefined ? [] : [{ name, build, edition, day }];
  }),
);
const DAY_MS = 86_400_000;

describe('the shipped table', () => {
  it.each(rows)('ends $name $edition with $day', ({ name, build, edition, day }) => {
    const daysLeft = (shift: number) =>
      supportOf(
        shipped,
        { ...bare, build: `${build}.1234`, edition },
        epochMs(on(day) + shift * DAY_MS),
      );
    expect(daysLeft(-1)).toMatchObject({ daysLeft: 1, release: name, lastDay: day });
    expect(daysLeft(0)).toMatchObject({ daysLeft: 0 });
    expect(daysLeft(1)).toMatchObject({ daysLeft: -1 });
  });

  it('has each build and edition once, none of them more certain than it was read', () => {
    const keys = rows.map(({ build, edition }) => `${build} ${edition}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(shipped.windows.filter(({ confidence }) => confidence === 'quoted')).toEqual([]);
    const unread = shipped.windows.filter(({ source }) => /theo trí nhớ/.test(source));
    for (const one of unread) expect(one.confidence).toBe('assumed');
  });
});
