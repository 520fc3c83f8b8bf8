import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sayFileProblems } from '../../../standards/file-problem.ts';
import { StartProblem } from '../../start-problem.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { loadRules } from './load-door.ts';
import { openRules } from './open-rules.ts';

const MISTAKES = join(import.meta.dirname, 'mistakes');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-rules-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a file's head says about it: each of its first comment lines. */
const expected = (name: string): string[] =>
  readFileSync(join(MISTAKES, name), 'utf8')
    .split(/\n(?!#)/, 1)
    .flatMap((head) => head.split('\n'))
    .map((line) => line.replace(/^# /, '').replaceAll('{file}', name));

async function problemsOf(name: string): Promise<string[]> {
  const file = join(MISTAKES, name);
  const isOverride = name.startsWith('override-');
  if (!isOverride) copyFileSync(file, join(folder, name));
  const loaded = await loadRules(isOverride ? { overrides: file } : { folder });
  const said = loaded.ok ? '' : sayFileProblems(loaded.problem);
  return said
    .split('\n')
    .filter((line) => /^\S+\.yaml: /.test(line))
    .map((line) => line.replace(/^\S+\.yaml: /, ''));
}

describe('a file with one mistake', () => {
  it.each(readdirSync(MISTAKES))('%s says what is wrong and where', async (name) => {
    expect(await problemsOf(name)).toEqual(expected(name));
  });
});

describe('a folder of rules', () => {
  it('that is not there, or holds none, says so', async () => {
    expect(await loadRules({ folder })).toMatchObject({
      problem: [{ file: folder, message: 'holds no rules (*.yaml)' }],
    });
    const nowhere = await loadRules({ folder: join(folder, 'nowhere') });
    expect(nowhere.ok ? '' : sayFileProblems(nowhere.problem)).toContain(
      'nowhere: (file): cannot be read: ENOENT',
    );
  });

  it('tells of a file that is no YAML its first slip only: the others follow from it', async () => {
    writeFileSync(join(folder, 'a.yaml'), 'rules: [\n');
    const loaded = await loadRules({ folder });
    expect(loaded.ok ? [] : loaded.problem).toEqual([
      expect.objectContaining({ file: 'a.yaml', message: expect.stringContaining('line 2') }),
    ]);
  });

  it('tells the mistakes of all its files at once', async () => {
    for (const name of ['unknown-duty.yaml', 'unknown-kind.yaml'])
      copyFileSync(join(MISTAKES, name), join(folder, name));
    const loaded = await loadRules({ folder });
    expect(loaded.ok ? [] : loaded.problem.map(({ file }) => file)).toEqual([
      'unknown-duty.yaml',
      'unknown-kind.yaml',
    ]);
  });
});

it('a collector whose rules hold a mistake does not start, and says which', async () => {
  const opening = openRules({ overrides: join(MISTAKES, 'override-of-no-rule.yaml') }, undefined);
  await expect(opening).rejects.toThrow(
    'alert rules:\noverride-of-no-rule.yaml: camera_hot: no rule camera_hot',
  );
  await expect(opening).rejects.toThrow(StartProblem);
  expect((await openRules({}, undefined)).rule('line_down')?.scope).toBe('school');
});

describe('what a place changes', () => {
  async function rules(overrides: string): Promise<ReadonlyMap<string, CompiledRule>> {
    const file = join(folder, 'own.yaml');
    writeFileSync(file, overrides);
    const loaded = await loadRules({ overrides: file });
    if (!loaded.ok) throw new Error(sayFileProblems(loaded.problem));
    return new Map(loaded.value.map((rule) => [rule.id, rule]));
  }

  it('is in force, and the rest stays as shipped', async () => {
    const shipped = await rules('{}');
    const changed = await rules(
      'camera_offline: { for: 10m, severity: info, hours: school, tell: digest, duties: [leader], escalate: never, gather: never }',
    );
    expect(changed.get('camera_offline')).toMatchObject({
      ...{ hold: 600_000, severity: 'info', hours: 'school', tell: 'digest' },
      ...{ duties: ['leader'], escalate: undefined, gather: undefined, observations: 2 },
    });
    expect(changed.get('camera_frozen')?.written).toEqual(shipped.get('camera_frozen')?.written);
  });

  it('puts another figure into the condition and into the words, and marks it as nobody’s text', async () => {
    const { words, confidence, written } =
      (await rules('machine_os_unsupported: { constants: { least: 30 } }')).get(
        'machine_os_unsupported',
      ) ?? {};
    expect(written?.inputs?.['least']).toEqual({ constant: 30 });
    expect(confidence).toBe('assumed');
    expect(written?.source?.clause).toMatch(/; ngưỡng do đơn vị điều chỉnh \(adjusted locally\)$/);
    expect(words).toBeDefined();
    const clock = (await rules('camera_clock_off: { constants: { most: 120 } }')).get(
      'camera_clock_off',
    );
    expect(clock?.words.cause.vi).toContain('lệch giờ hơn 120 giây');
  });

  it('leaves the certainty alone where no figure moved', async () => {
    const rule = (await rules('machine_os_unsupported: { tell: at_once }')).get(
      'machine_os_unsupported',
    );
    expect(rule?.confidence).toBe('reported');
  });

  it('drops a release and inputs that belonged to the condition it replaces', async () => {
    const rule = (await rules('camera_clock_off: { condition: clock_offset_s > most }')).get(
      'camera_clock_off',
    );
    expect(Object.keys(rule?.written.inputs ?? {})).toEqual(['most']);
    expect(rule?.release).toBeUndefined();
  });

  it('takes a rule away, and from those it would have explained', async () => {
    const left = await rules('disabled: [line_down]');
    expect(left.has('line_down')).toBe(false);
    expect(left.get('camera_offline')?.parents).toEqual(['agent_silent']);
  });
});
