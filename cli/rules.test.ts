import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saidByTests } from '../test/said.ts';
import { run } from './rules.ts';

let folder = '';
const said = saidByTests();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-rules-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function overrides(text: string): string {
  const file = join(folder, 'own.yaml');
  writeFileSync(file, text);
  return file;
}

describe('hatang rules', () => {
  it('check finds no problem in the shipped rules, exit 0', async () => {
    expect(await run(['check'])).toBe(0);
    expect([said.out, said.errors]).toEqual(['32 quy tắc, không có lỗi\n', '']);
  });

  it('check tells every problem of this place’s own file, exit 2', async () => {
    const own = overrides('disabled: [moon]\ncamera_offline: { condition: hot }\n');
    expect(await run(['check', '--overrides', own])).toBe(2);
    expect([said.out, said.errors]).toEqual([
      '',
      'own.yaml: disabled.0: no rule moon\nown.yaml: camera_offline.condition: camera_offline: Unknown variable: hot in "hot"\n',
    ]);
  });

  it('list shows when each rule is told and how sure its figures are', async () => {
    expect(await run(['list'])).toBe(0);
    expect(said.out).toMatch(
      /^camera_offline +Camera mất tín hiệu +nghiêm trọng +2 lần +ngay, cả ngày/m,
    );
    expect(said.out).toMatch(/^camera_clock_off .* đề xuất — chưa đối chiếu văn bản gốc$/m);
    expect(said.out).toMatch(/^machine_silent .* 2 lần, 1 ngày +bản tổng hợp/m);
  });

  it('list --json is one document of the rules as this place has them', async () => {
    const own = overrides('disabled: [portal_down]\ncamera_offline: { for: 10m }\n');
    expect(await run(['list', '--json', '--overrides', own])).toBe(0);
    const { rules } = JSON.parse(said.out);
    expect(rules).toHaveLength(31);
    expect(rules).toContainEqual(expect.objectContaining({ id: 'camera_offline', for: 600_000 }));
  });

  it('show tells one rule whole, in either language', async () => {
    expect(await run(['show', 'line_down', '--lang', 'en'])).toBe(0);
    expect(said.out).toMatch(/^line_down: Line down\n/);
    expect(said.out).toMatch(/^Bad when +!up$/m);
    expect(said.out).toMatch(/^Gathered +3 or more of one ward, provider, city within 2 min$/m);
    expect(said.out).toMatch(/^Then +after 2 h: leader$/m);
    said.out = '';
    expect(await run(['show', 'machine_os_unsupported'])).toBe(0);
    expect(said.out).toMatch(/^ {2}days_left +os-support.days_left$/m);
    expect(said.out).toMatch(/^Độ chắc chắn +theo nguồn gián tiếp — chưa đối chiếu văn bản gốc$/m);
  });

  it.each([
    [[], ''],
    [['burn'], ''],
    [['show'], ''],
    [['show', 'moon'], 'no rule moon'],
    [['show', 'a', 'b'], 'too many words: a b'],
    [['list', '--lang', 'fr'], '--lang is vi or en'],
    [['list', '--folder', '/nowhere'], '/nowhere: (file): cannot be read: ENOENT'],
    [['list', '--colour'], "Unknown option '--colour'"],
  ])('%j is wrong use, exit 2', async (args, message) => {
    expect(await run(args)).toBe(2);
    expect(said.out).toBe('');
    expect(said.errors).toContain(message === '' ? 'hatang rules check | list | show ID' : message);
  });
});
