import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { epochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { encodeFacts } from '../../wire/line-protocol.ts';
import { ManualClock } from '../manual-clock.ts';
import { type Started, startedCollector } from './started.ts';

/** A lab of two machines as an agent tells of it, through the whole collector: facts, findings, JSON, pages, table. */

const NOW = epochMs(Date.parse('2026-11-23T01:00:00Z'));
let collector: Started;

const fact = (measurement: string, tags: Fact['tags'], fields: Fact['fields']): Fact => ({
  ...{ measurement, tags, fields },
  at: NOW,
});
const machine = (id: string, name: string, fields: Fact['fields'], usable: boolean): Fact[] => [
  fact('device', { device: id, kind: 'machine' }, { name, room: 'tin-1' }),
  fact('machine', { device: id, told_by: 'reporter' }, { up: true, source: 'reporter', ...fields }),
  fact(
    'machine',
    { device: id, told_by: 'count' },
    { usable, room: 'tin-1', seen_at_s: NOW / 1e3 },
  ),
];
const fit = {
  ...{ os_name: 'Microsoft Windows 11 Pro', os_edition: 'home_pro', os_build: '26200.6899' },
  ...{ memory_bytes: 8 * 1024 ** 3, cores: 8, disk_bytes: 256e9, disk_kind: 'ssd' },
  ...{ screen_width: 1920, screen_height: 1080, browsers: 'Google Chrome 142.0.7444.60' },
  ...{ apps_tested: 12, apps_up: 12, apps_slowest_s: 1.2, windows11_ready: true },
  ...{ meeting_rtt_s: 0.02, meeting_jitter_s: 0.003, meeting_loss_ratio: 0 },
};
const old = { ...fit, os_name: 'Microsoft Windows 10 Pro', os_build: '19045.6456', cores: 1 };

beforeAll(async () => {
  collector = await startedCollector({ clock: new ManualClock(NOW) });
  const token = await collector.enrol('thcs-a');
  const facts = [
    ...machine('pc-1', 'Máy 01', fit, true),
    ...machine('pc-2', 'Máy 02', old, false),
    fact(
      'lab',
      { room: 'tin-1' },
      { name: 'Phòng Tin học 1', seats: 3, usable: 1, within_days: 5 },
    ),
    fact('machine_app', { device: 'pc-1', service: 'csdl' }, { up: true, total_s: 0.3 }),
  ];
  const body = encodeFacts(facts);
  const answer = await collector.call('/api/v2/write?precision=ms', { token, body });
  expect(answer.status).toBe(204);
});
afterAll(() => collector.end());

const Answer = z.object({
  labs: z.array(
    z.object({
      ...{ name: z.string(), seats: z.number(), usable: z.number(), missing: z.array(z.string()) },
      systems: z.array(z.object({ verdict: z.string(), says: z.object({ vi: z.string() }) })),
    }),
  ),
  findings: z.array(
    z.object({
      ...{ criterion: z.string(), level: z.string(), device: z.string().nullable() },
      ...{ verdict: z.string(), mend: z.string().nullable() },
    }),
  ),
});

it('judges each machine by what it told and by who counted it, and tells the labs of the school', async () => {
  const answer = await collector.call('/api/v1/schools/thcs-a');
  const { labs, findings } = Answer.parse(await answer.json());
  expect(labs).toEqual([
    {
      ...{ name: 'Phòng Tin học 1', seats: 3, usable: 1, missing: ['pc-2'] },
      systems: [
        { verdict: 'fail', says: { vi: 'Windows 10 22H2: hết hỗ trợ từ 14/10/2025' } },
        { verdict: 'pass', says: { vi: 'Windows 11 25H2: còn cập nhật đến 12/10/2027' } },
      ],
    },
  ]);
  const verdicts = (device: string) =>
    Object.fromEntries(
      findings
        .filter((one) => one.device === device && one.level === 'basic')
        .map(({ criterion, verdict }) => [criterion, verdict]),
    );
  const good = { 'LAB-03': 'pass', 'LAB-04': 'pass', 'LAB-05': 'pass', 'LAB-06': 'pass' };
  expect(verdicts('pc-1')).toEqual(good);
  expect(verdicts('pc-2')).toEqual({
    ...{ 'LAB-03': 'fail', 'LAB-04': 'not_applicable', 'LAB-05': 'fail', 'LAB-06': 'fail' },
  });
});

it('shows the lab, its machines and their table', async () => {
  const text = async (path: string) => (await collector.call(path)).text();
  expect(await text('/schools/thcs-a')).toContain('<dt>Máy vắng</dt><dd>1: Máy 02</dd>');
  expect(await text('/schools/thcs-a/machines/pc-1')).toContain('Phòng Tin học 1');
  expect(await text('/schools/thcs-a/machines/pc-1')).toContain('csdl');
  expect(await text('/schools/thcs-a/machines.csv')).toMatch(/Phòng Tin học 1,pc-2,Máy 02,/);
});
