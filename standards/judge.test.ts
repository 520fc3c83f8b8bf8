import { describe, expect, it } from 'vitest';
import { epochMs, hours } from '../kit/units.ts';
import { compiledStandard } from '../test/make-standard.ts';
import type { Fact, FieldValue } from '../wire/fact.ts';
import { factEvidence } from './fact-evidence.ts';
import { judge } from './judge.ts';

const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
const fact = (
  measurement: string,
  tags: Record<string, string>,
  fields: Record<string, FieldValue>,
  at = NOW,
): Fact => ({ measurement, tags, fields, at });
const camera = (id: string, fields: Record<string, FieldValue> = {}): Fact[] => [
  fact('device', { device: id, kind: 'camera' }, { name: id, zone: 'public' }),
  ...(Object.keys(fields).length === 0 ? [] : [fact('camera', { device: id }, fields)]),
];
const declare = (name: string, field: 'number' | 'yes' | 'text', value: FieldValue) =>
  fact('declaration', { name }, { [field]: value });

async function findings(criteria: readonly object[], facts: readonly Fact[]) {
  const evidence = factEvidence(facts, NOW, { isSchoolTime: () => true });
  return judge(await compiledStandard(...criteria), evidence);
}

const rtsp = (share: number) => ({
  applies_to: 'camera',
  reads: { rtsp: { fact: 'camera.rtsp' } },
  condition: 'rtsp',
  rollup: { share },
});

describe('a criterion of devices', () => {
  const yes = { rtsp: true };
  const no = { rtsp: false };
  it.each([
    ['passes when the share is reached', [yes, yes, yes, yes, no], 'pass'],
    ['fails when it is missed', [yes, yes, yes, no, no], 'fail'],
    ['passes with unknown devices when enough others pass', [yes, yes, yes, yes, {}], 'pass'],
    ['is unknown while the unknown could decide', [yes, yes, yes, no, {}], 'unknown'],
    ['fails when even the unknown could not save it', [yes, yes, no, no, {}], 'fail'],
  ] as const)('%s', async (_, cameras, verdict) => {
    const list = await findings(
      [rtsp(0.8)],
      cameras.flatMap((fields, at) => camera(`cam-${at}`, fields)),
    );
    expect(list).toHaveLength(6);
    const school = list.at(-1);
    expect(school).toMatchObject({ device: undefined, verdict });
    expect(school?.devices?.pass).toBe(cameras.filter((one) => 'rtsp' in one && one.rtsp).length);
  });

  it('shows for one device what was seen of it, for several the share that passes', async () => {
    const one = await findings([rtsp(1)], camera('cam-1', yes));
    expect(one.at(-1)).toMatchObject({ observed: true, unit: '1' });
    const two = await findings([rtsp(1)], [...camera('cam-1', yes), ...camera('cam-2', no)]);
    expect(two.at(-1)).toMatchObject({ observed: 0.5, unit: 'ratio' });
    const none = await findings([rtsp(1)], [...camera('cam-1'), ...camera('cam-2')]);
    expect(none.at(-1)).toMatchObject({
      observed: undefined,
      unknown: { reason: 'never_measured', input: 'camera.rtsp' },
    });
  });

  it('names the unknown devices where they are unknown for different reasons', async () => {
    const old = fact('camera', { device: 'cam-2' }, yes, epochMs(NOW - hours(25)));
    const list = await findings([rtsp(1)], [...camera('cam-1'), ...camera('cam-2'), old]);
    expect(list.map(({ unknown }) => unknown)).toEqual([
      { reason: 'never_measured', input: 'camera.rtsp' },
      { reason: 'too_old', input: 'camera.rtsp' },
      { reason: 'devices_unknown', input: 'cam-1, cam-2' },
    ]);
  });

  it('does not apply where there is no such device', async () => {
    const uplink = fact('device', { device: 'line', kind: 'uplink' }, { name: 'line' });
    expect(await findings([rtsp(1)], [uplink])).toMatchObject([{ verdict: 'not_applicable' }]);
  });

  it('is unknown where devices are declared and none is listed', async () => {
    const uplink = fact('device', { device: 'line', kind: 'uplink' }, { name: 'line' });
    const counted = { ...rtsp(1), counted_by: 'camera_count' };
    const judged = (count: number) =>
      findings([counted], [uplink, declare('camera_count', 'number', count)]);
    expect(await judged(4)).toMatchObject([
      { verdict: 'unknown', unknown: { reason: 'never_measured', input: 'camera' } },
    ]);
    expect(await judged(0)).toMatchObject([{ verdict: 'not_applicable' }]);
  });

  it('is unknown for a school nobody has heard of', async () => {
    expect(await findings([rtsp(1)], [])).toMatchObject([{ verdict: 'unknown' }]);
  });
});

describe('a missing input', () => {
  it.each([
    ['not_declared', []],
    ['not_declared', [declare('fibre', 'text', 'yes')]],
  ])('makes the criterion %s', async (reason, facts) => {
    expect(await findings([{}], facts)).toMatchObject([
      { verdict: 'unknown', unknown: { reason, input: 'fibre' } },
    ]);
  });

  it('stands for its otherwise where the criterion says so', async () => {
    const reads = { fibre: { declaration: 'fibre', otherwise: false } };
    expect(await findings([{ reads }], [])).toMatchObject([{ verdict: 'fail' }]);
  });

  it('does not matter once the criterion fails for certain, or does not apply', async () => {
    const reads = { fibre: { declaration: 'fibre' }, isps: { declaration: 'isp_count' } };
    const judged = async (more: object) =>
      (
        await findings(
          [{ reads, condition: 'fibre && isps > 1', ...more }],
          [declare('fibre', 'yes', false)],
        )
      )[0]?.verdict;
    expect(await judged({})).toBe('unknown');
    expect(await judged({ fails_when: '!fibre' })).toBe('fail');
    expect(await judged({ applies_when: 'fibre' })).toBe('not_applicable');
  });

  it('makes it unknown when it alone could still make the criterion fail', async () => {
    const reads = { fibre: { declaration: 'fibre' }, isps: { declaration: 'isp_count' } };
    const criterion = { reads, condition: 'isps > 1', fails_when: '!fibre' };
    expect(await findings([criterion], [declare('isp_count', 'number', 2)])).toMatchObject([
      { verdict: 'unknown', unknown: { reason: 'not_declared', input: 'fibre' } },
    ]);
  });

  it('hides the observed value only where that needs it', async () => {
    const reads = { fibre: { declaration: 'fibre' }, isps: { declaration: 'isp_count' } };
    const list = await findings(
      [{ reads, condition: 'fibre && isps > 1', observed: 'isps' }],
      [declare('isp_count', 'number', 2)],
    );
    expect(list).toMatchObject([{ verdict: 'unknown', observed: 2 }]);
  });
});

describe('a fact of several devices', () => {
  const reads = {
    rate: {
      fact: 'camera_stream.bitrate_bps',
      across: 'sum',
      devices: { kind: 'camera', zone: 'public' },
    },
  };
  const stream = (id: string, bitrate: number) =>
    fact('camera_stream', { device: id, stream: 'main' }, { bitrate_bps: bitrate });

  it('is missing as soon as one of them has none, because a sum of the others says too little', async () => {
    const criterion = { reads, condition: 'rate <= 5' };
    const both = [...camera('a'), ...camera('b'), stream('a', 2), stream('b', 3)];
    expect(await findings([criterion], both)).toMatchObject([{ verdict: 'pass', observed: 5 }]);
    expect(await findings([criterion], both.slice(0, -1))).toMatchObject([{ verdict: 'unknown' }]);
  });
});

describe('a criterion that reads another', () => {
  const other = { id: 'XX-02', reads: { one: { criterion: 'XX-01' } }, condition: 'one == "pass"' };

  it('follows its verdict, whichever stands first', async () => {
    const verdicts = async (criteria: readonly object[], fibre: boolean) =>
      (await findings(criteria, [declare('fibre', 'yes', fibre)])).map(({ verdict }) => verdict);
    expect(await verdicts([other, {}], true)).toEqual(['pass', 'pass']);
    expect(await verdicts([{}, other], false)).toEqual(['fail', 'fail']);
  });

  it('is unknown while the other is', async () => {
    expect((await findings([other, {}], []))[0]).toMatchObject({
      verdict: 'unknown',
      unknown: { reason: 'criterion_unknown', input: 'XX-01' },
    });
  });
});

it('dates a finding by its newest input', async () => {
  const at = epochMs(NOW - hours(3));
  const seen = [...camera('cam-1'), fact('camera', { device: 'cam-1' }, { rtsp: true }, at)];
  const list = await findings([rtsp(1)], seen);
  expect(list.map((finding) => finding.at)).toEqual([at, at]);
});

it('takes an expression that breaks on its values as unknown, with the reason', async () => {
  const reads = { isps: { declaration: 'isp_count' } };
  const list = await findings(
    [{ reads, condition: 'int(1 / isps) > 0' }],
    [declare('isp_count', 'number', 0)],
  );
  expect(list).toMatchObject([{ verdict: 'unknown', unknown: { reason: 'condition_error' } }]);
});

describe('what mends a failing device', () => {
  const rate = {
    applies_to: 'camera',
    reads: { fps: { fact: 'camera_stream.fps' } },
    condition: 'fps >= 25',
    mend: {
      reads: {
        can: { fact: 'camera_stream.settable_fps' },
        set: { fact: 'camera_stream.claimed_fps', otherwise: 0 },
      },
      set_when: 'can >= 25 && set < 25',
      replace_when: 'can < 25',
    },
  };
  const mendOf = async (fields: Record<string, FieldValue>) => {
    const stream = fact('camera_stream', { device: 'cam-1', stream: 'main' }, fields);
    const list = await findings([rate], [...camera('cam-1'), stream]);
    return list.find(({ device }) => device === 'cam-1')?.mend;
  };

  it.each([
    [
      'a setting, where the encoder reaches it and is set lower',
      { settable_fps: 30, claimed_fps: 10 },
      'set',
    ],
    ['a setting, where the camera does not say what it is set to', { settable_fps: 30 }, 'set'],
    [
      'another device, where the encoder does not reach it',
      { settable_fps: 20, claimed_fps: 20 },
      'replace',
    ],
    [
      'nothing known, where it is set right and sends less',
      { settable_fps: 30, claimed_fps: 25 },
      undefined,
    ],
    [
      'nothing known, where the camera does not say what it could do',
      { claimed_fps: 10 },
      undefined,
    ],
  ] as const)('is %s', async (_, said, mend) => {
    expect(await mendOf({ fps: 10, ...said })).toBe(mend);
  });

  it('gives a device that no setting helps another remedy than its setting', async () => {
    const stream = fact(
      'camera_stream',
      { device: 'cam-1', stream: 'main' },
      { fps: 10, settable_fps: 20 },
    );
    const [ofCamera, ofSchool] = await findings([rate], [...camera('cam-1'), stream]);
    expect(ofCamera?.remedy.en).toBe(
      "It can't be set to what is required (yes): list it for replacement.",
    );
    expect(ofSchool?.remedy.en).toBe('Declare it');
  });

  it('is nothing for a device that passes, or that nobody could judge', async () => {
    expect(await mendOf({ fps: 25, settable_fps: 30, claimed_fps: 10 })).toBeUndefined();
    expect(await mendOf({ settable_fps: 20, claimed_fps: 10 })).toBeUndefined();
  });
});

describe('a criterion that was judged another way before', () => {
  const usable = {
    applies_to: 'machine',
    reads: {
      usable: { fact: 'machine.usable', max_age: '7d' },
      answered: { fact: 'machine.up', statistic: 'share_true', window: '7d' },
    },
    condition: 'usable',
    note: { vi: 'đếm', en: 'counted' },
    before: { condition: 'answered > 0', note: { vi: 'trả lời', en: 'answered' } },
  };
  const pc = fact('device', { device: 'pc', kind: 'machine' }, { name: 'Máy 01' });
  const up = fact('machine', { device: 'pc' }, { up: true });
  const counted = (value: boolean, at = NOW) =>
    fact('machine', { device: 'pc', told_by: 'count' }, { usable: value }, at);
  const verdictBy = async (facts: readonly Fact[]) => {
    const [finding] = await findings([usable], [pc, ...facts]);
    return [finding?.verdict, finding?.unknown?.input, finding?.note?.en];
  };

  it('is judged the older way only where its own inputs were never measured, and says so', async () => {
    expect(await verdictBy([up])).toEqual(['pass', undefined, 'answered']);
    expect(await verdictBy([up, counted(false)])).toEqual(['fail', undefined, 'counted']);
    expect(await verdictBy([])).toEqual(['unknown', 'machine.usable', 'counted']);
  });

  it('is not judged the older way by figures that grew old', async () => {
    const old = epochMs(NOW - hours(8 * 24));
    expect(await verdictBy([up, counted(true, old)])).toEqual([
      'unknown',
      'machine.usable',
      'counted',
    ]);
  });

  it('is judged the older way alone where the standard says when', async () => {
    const criterion = {
      ...usable,
      reads: { ...usable.reads, tried: { fact: 'machine.apps_tested' } },
      before: { ...usable.before, when: 'tried == 0' },
    };
    const tried = fact('machine', { device: 'pc', told_by: 'reporter' }, { apps_tested: 0 });
    const verdict = async (facts: readonly Fact[]) =>
      (await findings([criterion], [pc, counted(false), ...facts]))[0]?.verdict;
    expect(await verdict([])).toBe('fail');
    expect(await verdict([tried, up])).toBe('pass');
    expect(await verdict([tried])).toBe('unknown');
  });
});

it('names the devices that fail, and counts those that would make the sentence too long', async () => {
  const named = async (count: number) => {
    const cameras = Array.from({ length: count }, (_, at) => camera(`cam-${at}`, { rtsp: at > 7 }));
    return (await findings([rtsp(1)], cameras.flat())).at(-1)?.says;
  };
  expect((await named(2))?.vi).toBe('Chưa đạt: cam-0, cam-1');
  expect(await named(9)).toEqual({
    vi: 'Chưa đạt: cam-0, cam-1, cam-2, cam-3, cam-4, cam-5 và 2 thiết bị khác',
    en: 'Failing: cam-0, cam-1, cam-2, cam-3, cam-4, cam-5 and 2 more',
  });
});
