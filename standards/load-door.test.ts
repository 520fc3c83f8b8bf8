import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { plainCriterion, plainStandard } from '../test/make-standard.ts';
import { sayFileProblems } from './file-problem.ts';
import { loadStandards } from './load-door.ts';

const SHIPPED = join(import.meta.dirname, '../config/standards');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standards-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, content: unknown) => {
  writeFileSync(
    join(folder, name),
    typeof content === 'string' ? content : stringify(content, { aliasDuplicateObjects: false }),
  );
};
async function problems(overrides?: string): Promise<string> {
  const loaded = await loadStandards(folder, overrides && join(folder, overrides));
  return loaded.ok ? '' : sayFileProblems(loaded.problem);
}

const down = { fact: 'uplink_bandwidth.down_bps', statistic: 'mean', window: '30d' };

describe('a standard with one mistake', () => {
  it.each<[string, object, string]>([
    ['a misspelt key', { mandatry: true }, 'criteria.0: Unrecognized key: "mandatry"'],
    [
      'a misspelt key of a read',
      { reads: { fibre: { declaration: 'fibre', widow: '30d' } } },
      'criteria.0.reads.fibre: Unrecognized key: "widow"',
    ],
    [
      'a read of no kind',
      { reads: { fibre: { fct: 'camera.up' } } },
      'criteria.0.reads.fibre: expected one of fact, declaration, constant, devices, criterion, system, firmware',
    ],
    [
      'a bad window',
      { reads: { fibre: { ...down, window: '30 days' } } },
      'criteria.0.reads.fibre.window: expected a value such as 30s, 5m, 2h or 7d',
    ],
    ['a bad id', { id: 'cam3' }, 'criteria.0.id: expected such as CAM-03'],
    [
      'a condition that does not parse',
      { condition: 'fibre &&' },
      'criteria.0.condition: XX-01 basic: Unexpected token: EOF in "fibre &&"',
    ],
    [
      'an input that is not read',
      { condition: 'fibre && up' },
      'criteria.0.condition: XX-01 basic: Unknown variable: up in "fibre && up"',
    ],
    [
      'a condition that is no yes or no',
      { condition: 'fibre ? 1 : 2' },
      'criteria.0.condition: XX-01 basic: gives number, expected boolean in "fibre ? 1 : 2"',
    ],
    [
      'an applies_when of another type',
      { applies_when: 'string(fibre)' },
      'criteria.0.applies_when: XX-01 basic: gives text, expected boolean in "string(fibre)"',
    ],
    [
      'a read nobody uses',
      { reads: { ...plainCriterion.reads, down } },
      'criteria.0.reads.down: XX-01 basic: is read but used in no expression',
    ],
    [
      'an unknown measurement',
      { reads: { fibre: { fact: 'camra.up' } } },
      'criteria.0.reads.fibre: XX-01 basic: no measurement camra in the register',
    ],
    [
      'an unknown field',
      { reads: { fibre: { fact: 'camera.upp' } } },
      'criteria.0.reads.fibre: XX-01 basic: measurement camera has no field upp',
    ],
    [
      'an unknown tag',
      { reads: { fibre: { fact: 'camera.up', where: { steam: 'main' } } } },
      'criteria.0.reads.fibre: XX-01 basic: measurement camera has no tag steam',
    ],
    [
      'an unknown declaration',
      { reads: { fibre: { declaration: 'fiber' } } },
      'criteria.0.reads.fibre: XX-01 basic: no declaration fiber',
    ],
    [
      'a statistic without a window',
      { reads: { fibre: { fact: 'camera.up', statistic: 'share_true' } } },
      'criteria.0.reads.fibre: XX-01 basic: share_true needs a window',
    ],
    [
      'a window without a statistic',
      { reads: { fibre: { fact: 'camera.up', window: '30d' } } },
      'criteria.0.reads.fibre: XX-01 basic: the latest value has no window: name a statistic',
    ],
    [
      'a mean of flags',
      { reads: { fibre: { fact: 'camera.up', statistic: 'mean', window: '30d' } } },
      'criteria.0.reads.fibre: XX-01 basic: mean says nothing of camera.up, a boolean',
    ],
    [
      'a sum of words',
      { reads: { fibre: { fact: 'camera.model', across: 'sum' } } },
      'criteria.0.reads.fibre: XX-01 basic: sum across series says nothing of camera.model, a text',
    ],
    [
      'a share of what is no field',
      { reads: { fibre: { ...down, per: 'known_s' } } },
      'criteria.0.reads.fibre: XX-01 basic: measurement uplink_bandwidth has no number known_s',
    ],
    [
      'a share of the largest',
      { reads: { fibre: { ...down, statistic: 'max', per: 'up_bps' } } },
      'criteria.0.reads.fibre: XX-01 basic: per goes with the mean, not with max',
    ],
    [
      'an older fact of another type',
      { reads: { fibre: { ...down, or_fact: { fact: 'camera.up' } } } },
      'criteria.0.reads.fibre: XX-01 basic: or_fact is a boolean, the value a number',
    ],
    [
      'an older fact that is not in the register',
      { reads: { fibre: { ...down, or_fact: { fact: 'camera.upp' } } } },
      'criteria.0.reads.fibre: XX-01 basic: or_fact: measurement camera has no field upp',
    ],
    [
      'an otherwise of another type',
      { reads: { fibre: { declaration: 'fibre', otherwise: 1 } } },
      'criteria.0.reads.fibre: XX-01 basic: otherwise is a number, the declaration a boolean',
    ],
    [
      'a declaration in place of devices that are not asked',
      { reads: { fibre: { fact: 'recorder.days_kept', or_declared: 'storage_days' } } },
      'criteria.0.reads.fibre: XX-01 basic: or_declared needs devices: it stands where there are none',
    ],
    [
      'an operating system of a school',
      { reads: { fibre: { system: 'current' } } },
      'criteria.0.reads.fibre: XX-01 basic: an operating system is read of a machine or a server only',
    ],
    [
      'a table that is not there',
      { applies_to: 'machine', reads: { fibre: { system: 'current' } } },
      'criteria.0.reads.fibre: XX-01 basic: there is no data/os-support.yaml to read from',
    ],
    [
      'a count by a declaration that is no number',
      { counted_by: 'fibre' },
      'criteria.0.counted_by: XX-01 basic: no declaration fibre of a number',
    ],
    [
      'an older way by what it does not read',
      { before: { condition: 'fibre', when: 'fiber' } },
      'criteria.0.before.when: XX-01 basic: Unknown variable: fiber in "fiber"',
    ],
    [
      'a setting that mends a school',
      { mend: { reads: {}, set_when: 'true', replace_when: 'false' } },
      'criteria.0.mend: XX-01 basic: a school is neither set nor replaced',
    ],
    [
      'a mend that reads what is not there',
      {
        applies_to: 'camera',
        mend: {
          reads: { can: { fact: 'camera_stream.setable_fps' } },
          set_when: 'can > 1',
          replace_when: 'can < 1',
        },
      },
      'criteria.0.mend.reads.can: XX-01 basic: measurement camera_stream has no field setable_fps',
    ],
    [
      'a mend that is no yes or no',
      {
        applies_to: 'camera',
        mend: {
          reads: { can: { fact: 'camera_stream.settable_fps' } },
          set_when: 'can',
          replace_when: 'can < 1',
        },
      },
      'criteria.0.mend.set_when: XX-01 basic: gives number, expected boolean in "can"',
    ],
    [
      'a criterion that is not there',
      { reads: { fibre: { criterion: 'YY-01' } }, condition: 'fibre == "pass"' },
      'criteria.0.reads.fibre: XX-01 basic: no criterion YY-01 basic',
    ],
    [
      'a criterion that reads itself',
      { reads: { fibre: { criterion: 'XX-01' } }, condition: 'fibre == "pass"' },
      'criteria.0.reads.fibre: XX-01 basic: reads XX-01 basic, which reads it back',
    ],
  ])('is refused for %s', async (_, mistake, message) => {
    write('test.yaml', plainStandard(mistake));
    expect(await problems()).toBe(`test.yaml: ${message}`);
  });

  it.each(['id: [', 'a: &a 1\nb: *a\n'])('is refused for the YAML %j', async (text) => {
    write('test.yaml', text);
    expect(await problems()).toMatch(/^test\.yaml: \(file\): /);
  });
});

describe('a folder of standards', () => {
  it('is refused when it is not there, or holds none', async () => {
    expect(await problems()).toBe(`${folder}: (file): holds no standard (*.yaml)`);
    const gone = await loadStandards(join(folder, 'gone'));
    expect(gone.ok || gone.problem[0]?.message).toMatch(/^cannot be read: ENOENT/);
  });

  it('reports every problem of every file at once', async () => {
    write('a.yaml', plainStandard({ mandatory: 'yes' }, { id: 'XX-02', level: 'expert' }));
    write('b.yaml', { ...plainStandard({}), status: 'old' });
    expect((await problems()).split('\n').map((line) => line.split(': ', 2).join(': '))).toEqual([
      'a.yaml: criteria.0.mandatory',
      'a.yaml: criteria.1.level',
      'b.yaml: status',
    ]);
  });

  it('holds a criterion once at each level, and a standard once', async () => {
    write('a.yaml', plainStandard({}, { level: 'advanced' }));
    write('b.yaml', plainStandard({}));
    expect(await problems()).toBe(
      'b.yaml: id: standard test stands already in a.yaml\n' +
        'b.yaml: criteria.0.id: XX-01 basic stands already in a.yaml',
    );
  });

  it('refuses criteria that read each other in a circle', async () => {
    const reading = (id: string, other: string) => ({
      id,
      reads: { other: { criterion: other } },
      condition: 'other == "pass"',
    });
    write('a.yaml', plainStandard(reading('XX-01', 'XX-02'), reading('XX-02', 'XX-01')));
    expect(await problems()).toBe(
      'a.yaml: criteria.0.reads.other: XX-01 basic: reads XX-02 basic, which reads it back\n' +
        'a.yaml: criteria.1.reads.other: XX-02 basic: reads XX-01 basic, which reads it back',
    );
  });

  it('never reads a secret into a standard', async () => {
    write('test.yaml', { ...plainStandard({}), version: `\${env:HOME}` });
    expect(await problems()).toBe('test.yaml: version: environment variable HOME is not set');
  });
});

describe('an override file', () => {
  const criterionOf = async (content: object, id = 'CAM-06', level = 'basic') => {
    write('overrides.yaml', content);
    const loaded = await loadStandards(SHIPPED, join(folder, 'overrides.yaml'));
    if (!loaded.ok) throw new Error(sayFileProblems(loaded.problem));
    return loaded.value
      .flatMap(({ criteria }) => criteria)
      .find(({ criterion }) => criterion.id === id && criterion.level === level)?.criterion;
  };

  it('changes a threshold and says so where the source stands', async () => {
    const required = { vi: '≥ 20 ngày', en: '≥ 20 days' };
    const changed = await criterionOf({
      'CAM-06': { basic: { condition: 'kept >= 20', required } },
    });
    expect(changed).toMatchObject({ condition: 'kept >= 20', required, unit: 'days' });
    expect(changed?.source.clause).toMatch(/; ngưỡng do đơn vị điều chỉnh \(adjusted locally\)$/);
  });

  it('no longer calls a changed threshold quoted, unless it says which text it follows', async () => {
    const more = { condition: 'leader != ""', reads: {} };
    expect(
      await criterionOf({ 'ORG-03': { basic: { rollup: { share: 1 } } } }, 'ORG-03'),
    ).toMatchObject({ confidence: 'assumed' });
    const named = { ...more, confidence: 'quoted', source: { document: 'QĐ 1', clause: '2' } };
    const judged = await criterionOf(
      { 'ORG-01': { advanced: { ...named, condition: 'leader != "" && position' } } },
      'ORG-01',
      'advanced',
    );
    expect(judged).toMatchObject({ confidence: 'quoted', source: { document: 'QĐ 1' } });
  });

  it('says no more what mends a device under a changed threshold, unless it tells', async () => {
    const changed = async (change: object) =>
      (await criterionOf({ 'CAM-04': { basic: change } }, 'CAM-04'))?.mend;
    const fps = { fact: 'camera_stream.settable_fps', where: { stream: 'main' } };
    const mend = { reads: { can: fps }, set_when: 'can >= 20', replace_when: 'can < 20' };
    expect(await changed({ mandatory: true })).toBeDefined();
    expect(await changed({ condition: 'codec == "H264" && fps >= 20' })).toBeUndefined();
    expect(await changed({ condition: 'codec == "H264" && fps >= 20', mend })).toMatchObject({
      set_when: 'can >= 20',
    });
  });

  it('changes what is mandatory without touching the threshold', async () => {
    const changed = await criterionOf({ 'SEC-07': { basic: { mandatory: false } } }, 'SEC-07');
    expect(changed).toMatchObject({ mandatory: false, confidence: 'quoted' });
    expect(changed?.source.clause).toBe('1.a');
  });

  it('adds a city’s own entries to the list of weak firmware', async () => {
    const entry = {
      ...{ manufacturer: 'A', model: 'B*', sound_from: '1.0', source: 'x', confidence: 'quoted' },
      weakness: { vi: 'thử', en: 'test' },
    };
    write('overrides.yaml', { camera_firmware: [entry] });
    const loaded = await loadStandards(SHIPPED, join(folder, 'overrides.yaml'));
    expect(loaded.ok && loaded.value[0]?.firmwareList?.cameras[0]).toEqual(entry);
  });

  it('takes a criterion out, at one level or at both', async () => {
    const content = { disabled: ['CAM-06/basic', 'CAM-07'] };
    expect(await criterionOf(content)).toBeUndefined();
    expect(await criterionOf(content, 'CAM-06', 'advanced')).toBeDefined();
    expect(await criterionOf(content, 'CAM-07', 'advanced')).toBeUndefined();
  });

  it.each([
    [{ 'CAM-99': { basic: {} } }, 'CAM-99: no criterion CAM-99'],
    [{ 'CAM-01': { advanced: {} } }, 'CAM-01.advanced: no criterion CAM-01 advanced'],
    [{ disabled: ['CAM-99'] }, 'disabled.0: no criterion CAM-99'],
    [{ disabled: ['all'] }, 'disabled.0: expected CAM-07 or CAM-07/basic'],
    [{ 'CAM-06': { basic: { treshold: 1 } } }, 'CAM-06.basic: Unrecognized key: "treshold"'],
  ])('is refused for %j', async (content, message) => {
    write('overrides.yaml', content);
    const loaded = await loadStandards(SHIPPED, join(folder, 'overrides.yaml'));
    expect(loaded.ok ? '' : sayFileProblems(loaded.problem)).toBe(`overrides.yaml: ${message}`);
  });

  it('is refused for a condition that does not fit, named by its criterion', async () => {
    write('overrides.yaml', { 'CAM-06': { basic: { condition: 'days >= 20' } } });
    const loaded = await loadStandards(SHIPPED, join(folder, 'overrides.yaml'));
    expect(loaded.ok ? '' : sayFileProblems(loaded.problem)).toMatch(
      /CAM-06 basic: Unknown variable: days in "days >= 20"$/,
    );
  });
});

it('reads the table of end-of-support dates beside the standards', async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'os-support.yaml'), 'checked: 2026-01-01\nwindows: []\n');
  write('test.yaml', plainStandard({}));
  expect(await problems()).toMatch(/^os-support\.yaml: windows: Too small/);
});
