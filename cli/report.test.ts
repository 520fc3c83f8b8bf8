import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Started, startedCollector } from '../test/e2e/started.ts';
import { saidByTests } from '../test/said.ts';
import { run } from './report.ts';

const units = [
  { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
  { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
  { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
];
let collector: Started;
let folder = '';
const said = saidByTests();

/** A collector that runs all the while, with one school that has sent facts of two cameras. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-report-'));
  collector = await startedCollector({ config: { units } });
  const token = await collector.enrol('thcs-a');
  await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-a', unit: 'cho-quan' } });
  const at = `${Date.now()}`;
  const main = (camera: string, width: number, height: number) =>
    `camera_stream,device=${camera},stream=main codec="H264",width=${width}i,height=${height}i ${at}`;
  const body = [
    `device,device=gate,kind=camera name="Cổng",zone="public",simulated=true ${at}`,
    `device,device=class,kind=camera name="Lớp 6A",zone="classroom",simulated=true ${at}`,
    main('gate', 1920, 1080),
    main('class', 640, 480),
  ].join('\n');
  const answer = await collector.call('/api/v2/write?precision=ms', { token, body });
  expect(answer.status).toBe(204);
});
afterAll(async () => {
  await collector.end();
  rmSync(folder, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

const ask = (...args: readonly string[]) => run([...args, '--data', collector.folder]);

describe('hatang report beside a running collector', () => {
  it('prints the upgrade plan of a school as one JSON document', async () => {
    expect(await ask('upgrade-plan', '--school', 'thcs-a', '--format', 'json')).toBe(0);
    const told = JSON.parse(said.out);
    expect(told).toMatchObject({
      kind: 'upgrade-plan',
      scope: { school: 'thcs-a', unit: null },
      totals: { judged: 2, check: 1, unknown: 1, conformant: 0 },
    });
    const [school] = told.schools;
    expect(school.unit).toEqual({ id: 'cho-quan', name: 'Phường Chợ Quán' });
    const shown = school.cameras.map(({ id, verdict }: Record<string, string>) => [id, verdict]);
    expect(shown).toEqual([
      ['class', 'fail'],
      ['gate', 'unknown'],
    ]);
    expect(said.errors).toBe('');
  });

  it('says the same as the collector itself over HTTP', async () => {
    const findings = (document: unknown) =>
      JSON.stringify(document, (key, value) => (/^(at|generatedAt)$/.test(key) ? 0 : value));
    for (const kind of ['upgrade-plan', 'shared-cameras']) {
      said.out = '';
      expect(await ask(kind, '--unit', 'cho-quan', '--format', 'json')).toBe(0);
      const answer = await collector.call(`/api/v1/reports/${kind}?unit=cho-quan`);
      expect(findings(JSON.parse(said.out))).toBe(findings(await answer.json()));
    }
  });

  it('writes a table to a file, of a unit and all below it', async () => {
    const file = join(folder, 'plan.csv');
    expect(await ask('upgrade-plan', '--unit', 'tphcm', '--out', file)).toBe(0);
    expect(said.out).toBe('');
    const text = readFileSync(file, 'utf8');
    expect(text.codePointAt(0)).toBe(0xfeff);
    expect(text).toContain(',class,Lớp 6A,có,');
    expect(text).toContain('Tổng cộng,,2,0,0,1,1,0\r\n');
    expect(await ask('upgrade-plan', '--unit', 'an-dong', '--lang', 'en')).toBe(0);
    expect(said.out).toContain('Total,,0,0,0,0,0,0\r\n');
  });

  it('names the operations centre of the config, and never a camera of a classroom', async () => {
    const config = join(folder, 'collector.yaml');
    writeFileSync(config, 'operations_centre: IOC Thành phố\n');
    expect(await ask('shared-cameras', '--school', 'thcs-a', '--config', config)).toBe(0);
    expect(said.out).toContain('Nơi nhận,IOC Thành phố\r\n');
    expect(said.out).toContain(',gate,');
    expect(said.out).not.toContain('Lớp 6A');
  });

  it('judges by the school’s own thresholds', async () => {
    const overrides = join(folder, 'overrides.yaml');
    const condition = 'CAM-03: {basic: {condition: width >= 640}}';
    writeFileSync(overrides, condition);
    const config = join(folder, 'local.yaml');
    writeFileSync(config, `standards: { overrides: ${JSON.stringify(overrides)} }\n`);
    expect(
      await ask('upgrade-plan', '--school', 'thcs-a', '--config', config, '--format', 'json'),
    ).toBe(0);
    expect(JSON.parse(said.out).totals).toMatchObject({ check: 0, unknown: 2 });
  });
});

describe('hatang report', () => {
  it.each([
    [[], 2, 'KIND?'],
    [
      ['semester', '--school', 'thcs-a'],
      2,
      'chưa có báo cáo "semester", hiện có: upgrade-plan, shared-cameras / no report "semester" yet, there are: upgrade-plan, shared-cameras',
    ],
    [['inventory', '--school', 'thcs-a', '--format', 'xlsx'], 2, 'no report "inventory" yet'],
    [
      ['upgrade-plan', '--school', 'thcs-a', '--format', 'xlsx'],
      2,
      'chưa có định dạng "xlsx", hiện có: csv, json / no format "xlsx" yet, there are: csv, json',
    ],
    [['upgrade-plan'], 2, 'chọn một trường (--school) hoặc một đơn vị (--unit)'],
    [
      ['upgrade-plan', '--school', 'a', '--unit', 'b'],
      2,
      'give one school (--school) or one unit (--unit)',
    ],
    [['upgrade-plan', '--school', 'thcs-x'], 2, 'không có trường thcs-x / no school thcs-x'],
    [['upgrade-plan', '--school', 'cho-quan'], 2, 'không có trường cho-quan / no school cho-quan'],
    [['upgrade-plan', '--unit', 'thcs-a'], 2, 'không có đơn vị thcs-a / no unit thcs-a'],
    [['upgrade-plan', '--school', 'thcs-a', '--lang', 'fr'], 2, '--lang: vi | en'],
    [['upgrade-plan', '--school', 'thcs-a', '--level', 'best'], 2, '--level: basic | advanced'],
    [['upgrade-plan', '--schol', 'thcs-a'], 2, "Unknown option '--schol'"],
    [['upgrade-plan', '--school', 'thcs-a', '--config', '/nowhere'], 2, '/nowhere: 1 problem(s)'],
    [['upgrade-plan', '--school', 'thcs-a', '--out', '/nowhere/x'], 3, '--out: ENOENT'],
  ] as const)('refuses %j with exit %d', async (args, code, message) => {
    expect(await ask(...args)).toBe(code);
    expect(said.errors).toContain(message);
    expect(said.out).toBe('');
  });

  it('says with exit 3 where no collector has kept data, and makes none there', async () => {
    expect(await run(['upgrade-plan', '--school', 'thcs-a', '--data', folder])).toBe(3);
    expect(said.errors).toContain(`chưa có dữ liệu của trung tâm ở ${join(folder, 'hatang.db')}`);
  });

  it('says what it can do', async () => {
    expect(await run(['--help'])).toBe(0);
    expect(said.out).toContain('hatang report KIND --school ID | --unit ID');
  });
});
