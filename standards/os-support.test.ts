import { expect, it } from 'vitest';
import { epochMs } from '../kit/units.ts';
import { OsSupport, supportOf } from './os-support.ts';

const release = { source: 'test', confidence: 'reported' };
const table = OsSupport.parse({
  checked: '2026-11-04',
  windows: [
    {
      ...release,
      name: '10 22H2',
      build: 19045,
      last_day: { home_pro: '2025-10-14', enterprise_education: '2025-10-14' },
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
const support = (name: string, version: string, day = '2026-11-23') =>
  supportOf(table, { name, version, edition: undefined }, on(day));

it('counts the days to the last day of updates, which still counts itself', () => {
  expect(support('Windows 11 Pro', '10.0.26200', '2027-10-11')).toMatchObject({ daysLeft: 1 });
  expect(support('Windows 11 Pro', '10.0.26200', '2027-10-12')).toMatchObject({ daysLeft: 0 });
  expect(support('Windows 11 Pro', '10.0.26200', '2027-10-13')).toMatchObject({ daysLeft: -1 });
});

it('ends the last day at midnight in Viet Nam', () => {
  const at = (time: string) =>
    supportOf(
      table,
      { name: 'Windows 11', version: '26200', edition: 'home_pro' },
      epochMs(Date.parse(time)),
    );
  expect(at('2027-10-12T16:59:59Z')).toMatchObject({ daysLeft: 0 });
  expect(at('2027-10-12T17:00:00Z')).toMatchObject({ daysLeft: -1 });
});

it('asks for the edition only where the answer hangs on it', () => {
  expect(support('Windows 11', 'build 26100')).toBe('edition');
  expect(support('Windows 11', 'build 26100', '2026-10-01')).toMatchObject({ daysLeft: 12 });
  expect(support('Windows 11', 'build 26100', '2028-01-01')).toMatchObject({ current: false });
  expect(support('Windows 10', '10.0.19045.4170')).toMatchObject({ daysLeft: -405 });
});

it('reads the edition from the name before the declaration', () => {
  expect(support('Microsoft Windows 11 Education', '10.0.26100')).toMatchObject({ daysLeft: 323 });
  const declared = {
    name: 'Windows 11 Pro',
    version: '26100',
    edition: 'enterprise_education',
  } as const;
  expect(supportOf(table, declared, on('2026-11-23'))).toMatchObject({ daysLeft: -41 });
});

it('takes a build that lives on as LTSC alone for LTSC only when that is said', () => {
  expect(support('Windows 10', '10.0.19044')).toBe('edition');
  expect(support('Windows 10 Enterprise LTSC', '10.0.19044')).toMatchObject({ daysLeft: 50 });
});

it.each([
  ['Windows 12', '10.0.30000'],
  ['Windows 10', ''],
  ['Debian GNU/Linux', '26200'],
])('knows nothing of %s %s', (name, version) => {
  expect(support(name, version)).toBeUndefined();
});
