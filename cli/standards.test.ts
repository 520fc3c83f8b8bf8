import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../kit/units.ts';
import { factsOf, goldenEntries, joined } from '../test/golden-cases.ts';
import { saidByTests } from '../test/said.ts';
import { encodeFacts } from '../wire/line-protocol.ts';
import { readFacts } from './standards/read-facts.ts';
import { run } from './standards.ts';

let folder = '';
const said = saidByTests();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-standards-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A school that meets the whole basic level. */
function readySchool() {
  const evidence = Object.assign(
    {},
    ...goldenEntries()
      // What meeting software asks for is advice, with thresholds of its own for the same facts.
      .filter(({ level, criterion }) => level === 'basic' && !criterion.startsWith('MEET'))
      .map(({ given }) => given),
    { camera_count: 1, school_level: 'primary', 'uplink_ping.up': true, 'camera.up': true },
  );
  const devices = ['uplink', { kind: 'camera', zone: 'public' }, 'machine', 'recorder'] as const;
  return joined(
    factsOf([...devices], {
      ...evidence,
      'uplink_bandwidth.down_bps': 240e6,
      'uplink_bandwidth.up_bps': 120e6,
    }),
  );
}

describe('hatang standards assess', () => {
  it('says line protocol passes with exit 0, and fails or is unknown with exit 1', async () => {
    const facts = readySchool();
    const ready = file('ready.lp', encodeFacts(facts));
    expect(await run(['assess', '--facts', ready])).toBe(0);
    expect(said.out).toMatch(
      /CAM-03 {2,}Mức cơ bản {2,}Độ phân giải luồng chính {2,}Đạt {2,}1280×720 {2,}≥ 1280×720/,
    );
    expect(said.out).toMatch(/^Mức cơ bản: Đạt \(/m);
    const declared = facts.filter(({ tags }) => tags['name'] !== 'reports_on_time');
    expect(await run(['assess', '--facts', file('less.lp', encodeFacts(declared))])).toBe(1);
    expect(said.errors).toBe('');
  });

  it('reads JSON, as an array or as {facts}, and prints one document of JSON', async () => {
    const facts = readySchool();
    for (const content of [facts, { facts }]) {
      said.out = '';
      expect(
        await run(['assess', '--json', '--facts', file('f.json', JSON.stringify(content))]),
      ).toBe(0);
      const told = JSON.parse(said.out);
      expect(told.summary.basic.verdict).toBe('pass');
      expect(told.findings).toContainEqual(
        expect.objectContaining({ criterion: 'NET-04', level: 'basic', verdict: 'pass' }),
      );
    }
  });

  it('names the lines it can’t use and judges by the others', async () => {
    const lines = [
      'rubbish',
      'moon,device=a up=true 1',
      'camera,device=a colour="red" 1',
      encodeFacts(readySchool()),
    ];
    const facts = file('mixed.lp', lines.join('\n'));
    expect(await run(['assess', '--facts', facts, '--lang', 'en'])).toBe(0);
    expect(said.errors.split('\n').map((line) => line.replace(`${facts}: `, ''))).toEqual([
      'line 1: no fields',
      'line 2: no measurement moon in the register',
      'line 3: measurement camera has no field colour',
      '',
    ]);
    expect(said.out).toMatch(/^Basic: Pass/m);
  });

  it.each([
    ['nothing', '', 'holds no facts'],
    ['no JSON', '[{', 'is no JSON: '],
    ['other JSON', '{"a":1}', 'is neither an array of facts nor {facts: […]}'],
  ])('refuses a file with %s with exit 2', async (_, text, message) => {
    const facts = file('bad', text);
    expect(await run(['assess', '--facts', facts])).toBe(2);
    expect(said.errors).toContain(`${facts}: ${message}`);
    expect(said.out).toBe('');
  });

  it('judges by the thresholds of this place', async () => {
    const overrides = file('o.yaml', 'NET-04: {basic: {condition: latency <= 0.01}}');
    const facts = file('ready.lp', encodeFacts(readySchool()));
    expect(await run(['assess', '--facts', facts, '--overrides', overrides])).toBe(1);
    expect(said.out).toMatch(/NET-04 .*Chưa đạt/);
  });
});

it('never throws on a file of facts, whatever bytes stand in it', () => {
  const bytes = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.json().map((text) => `[${text}]`),
  );
  fc.assert(
    fc.property(bytes, (text) => {
      readFacts(file('any', text), epochMs(0));
    }),
    { numRuns: 200 },
  );
});

describe('hatang standards', () => {
  it('lists every criterion with the mark of its threshold', async () => {
    expect(await run(['list'])).toBe(0);
    expect(said.out).toMatch(/CAM-03 .*≥ 1280×720 .*đề xuất — chưa đối chiếu văn bản gốc/);
    said.out = '';
    expect(await run(['list', '--json'])).toBe(0);
    expect(JSON.parse(said.out).standards.length).toBeGreaterThan(5);
  });

  it('shows one criterion at all its levels, or a standard', async () => {
    expect(await run(['show', 'CAM-06'])).toBe(0);
    expect(JSON.parse(said.out).criteria.map(({ level }: { level: string }) => level)).toEqual([
      'basic',
      'advanced',
    ]);
    said.out = '';
    expect(await run(['show', 'qcvn-34'])).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ id: 'qcvn-34', text_checked: false });
  });

  it.each([
    [[], 'hatang standards list'],
    [['mend'], 'hatang standards list'],
    [['show'], 'hatang standards list'],
    [['show', 'XX-99'], 'no criterion and no standard XX-99'],
    [['assess'], 'assess needs --facts FILE'],
    [['assess', '--fact', 'x'], "Unknown option '--fact'"],
    [['list', '--lang', 'fr'], '--lang is vi or en'],
    [['assess', '--facts', '/nowhere', '--now', 'noon'], '--now is a time such as'],
    [['assess', '--facts', '/nowhere'], '/nowhere: cannot be read: ENOENT'],
    [['list', '--standards', '/nowhere'], '/nowhere: (file): cannot be read: ENOENT'],
  ])('refuses %j with exit 2', async (args, message) => {
    expect(await run(args)).toBe(2);
    expect(said.errors).toContain(message);
    expect(said.out).toBe('');
  });
});
