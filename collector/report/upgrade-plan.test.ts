import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import { holes } from '../../test/json-holes.ts';
import { reportSchool, type SampleCamera } from '../../test/sample-report-school.ts';
import { upgradePlanJson } from './report-json.ts';
import { saySetting, upgradePlan } from './upgrade-plan.ts';

const set = { verdict: 'fail', mend: 'set' } as const;
const replace = { verdict: 'fail', mend: 'replace' } as const;
const fails = { verdict: 'fail' } as const;
const unknown = {
  verdict: 'unknown',
  observed: undefined,
  unknown: { reason: 'never_measured', input: 'camera_stream.width' },
} as const;
const clock = { criterion: 'CAM-07' } as const;

const planOf = (findings: readonly Partial<Finding>[], more: Partial<SampleCamera> = {}) =>
  upgradePlan([reportSchool([{ id: 'cam', findings, ...more }])], 'basic');
const cameraOf = (...given: Parameters<typeof planOf>) => planOf(...given).schools[0]?.cameras[0];

describe('what becomes of a camera', () => {
  it.each([
    ['set where a setting mends all that a setting could', [set], 'fail', 'set'],
    ['set, with a clock to look at beside it', [set, { ...fails, ...clock }], 'fail', 'set'],
    ['replaced as soon as no setting reaches one criterion', [set, replace], 'fail', 'replace'],
    ['checked where its options do not say', [fails], 'fail', 'check'],
    [
      'still failing where other criteria are unknown',
      [set, { ...unknown, ...clock }],
      'fail',
      'set',
    ],
    ['unknown where one criterion is', [{}, { ...unknown, ...clock }], 'unknown', undefined],
    ['unknown where nothing was judged', [], 'unknown', undefined],
    ['unknown where no criterion applies', [{ verdict: 'not_applicable' }], 'unknown', undefined],
  ] as const)('%s', (_, findings, verdict, action) => {
    expect(cameraOf(findings)).toMatchObject({ verdict, action });
  });

  it('that passes is counted and not listed', () => {
    const plan = planOf([{}, { verdict: 'not_applicable', ...clock }]);
    expect(plan.schools[0]?.cameras).toEqual([]);
    expect(plan.totals).toMatchObject({ judged: 1, conformant: 1 });
  });

  it('is held against the level asked for: nobody buys for what is optional unasked', () => {
    const school = reportSchool([{ id: 'cam', findings: [{}, { ...replace, level: 'advanced' }] }]);
    expect(upgradePlan([school], 'basic').totals).toMatchObject({ conformant: 1, replace: 0 });
    expect(upgradePlan([school], 'advanced').totals).toMatchObject({ conformant: 0, replace: 1 });
  });
});

describe('the counts', () => {
  it('of each school and of all add up to the cameras judged', () => {
    const one = reportSchool([
      { id: 'a', findings: [set] },
      { id: 'b', findings: [replace] },
      { id: 'c', findings: [{}] },
    ]);
    const other = reportSchool([
      { id: 'd', findings: [unknown] },
      { id: 'e', findings: [fails] },
    ]);
    const none = reportSchool([]);
    const { totals, schools } = upgradePlan([one, other, none], 'basic');
    expect(totals).toEqual({ judged: 5, set: 1, replace: 1, check: 1, unknown: 1, conformant: 1 });
    expect(schools.map((school) => school.totals.judged)).toEqual([3, 2, 0]);
  });
});

describe('what to set', () => {
  it('is what is asked for, and how far the main stream’s encoder goes', () => {
    const rate = { criterion: 'CAM-04', required: { vi: '≥ 12 khung hình/giây', en: '≥ 12 fps' } };
    const camera = cameraOf([set, { ...set, ...rate }], { settable: [1920, 1080, 25] });
    expect(camera && saySetting(camera)).toEqual({
      vi: '≥ 1280×720; ≥ 12 khung hình/giây (camera đặt được đến 1920×1080, 25 fps)',
      en: '≥ 1280×720; ≥ 12 fps (the camera can be set up to 1920×1080, 25 fps)',
    });
  });

  it('asks at the advanced level once, for the more', () => {
    const more = { level: 'advanced', required: { vi: '≥ 1920×1080', en: '≥ 1920×1080' } } as const;
    const school = reportSchool([{ id: 'cam', findings: [set, { ...set, ...more }] }]);
    const camera = upgradePlan([school], 'advanced').schools[0]?.cameras[0];
    expect(camera && saySetting(camera)?.vi).toBe('≥ 1920×1080');
  });

  it('is nothing where no setting mends', () => {
    const camera = cameraOf([replace]);
    expect(camera && saySetting(camera)).toBeUndefined();
  });
});

describe('the JSON document', () => {
  const head = {
    now: epochMs(Date.parse('2026-11-23T02:00:00Z')),
    scope: { kind: 'school', id: 'thcs-a', name: 'Trường THCS A' },
  } as const;
  const document = upgradePlanJson(planOf([set, { ...unknown, ...clock }]), head);

  it('says of what, of when, and of each camera why, how sure and what to do', () => {
    expect(document).toMatchObject({
      generatedAt: '2026-11-23T02:00:00.000Z',
      kind: 'upgrade-plan',
      level: 'basic',
      scope: { school: 'thcs-a', unit: null, name: 'Trường THCS A' },
      totals: { judged: 1, set: 1 },
    });
    expect(document.schools[0]?.cameras[0]).toMatchObject({
      id: 'cam',
      simulated: true,
      model: 'DS-2CD',
      firmware: 'V5.7.3',
      verdict: 'fail',
      action: 'set',
      at: '2026-11-23T01:00:00.000Z',
      findings: [
        {
          criterion: 'CAM-03',
          observed: '640×480',
          required: { vi: '≥ 1280×720', en: '≥ 1280×720' },
          mend: 'set',
          confidence: 'assumed',
          doubt: { vi: 'đề xuất — chưa đối chiếu văn bản gốc' },
        },
        { criterion: 'CAM-07', verdict: 'unknown', unknown: { reason: 'never_measured' } },
      ],
    });
  });

  it('leaves no key out: what is not known is null', () => {
    expect(holes(document)).toEqual([]);
  });
});
