import * as z from 'zod';
import type { SourceStandard } from './compile.ts';
import { Confidence, Criterion, Level } from './criterion.ts';
import type { FileProblem } from './file-problem.ts';
import { FirmwareList } from './firmware-list.ts';

/** What one place of use changes in the shipped standards, without touching their files. */

const { shape } = Criterion;
const CriterionOverride = z.strictObject({
  condition: shape.condition.optional(),
  applies_when: shape.applies_when,
  fails_when: shape.fails_when,
  observed: shape.observed,
  says: shape.says,
  /** Without it a changed condition is the only one: the shipped one was how the old threshold used to be judged. */
  before: shape.before,
  required: shape.required.optional(),
  mandatory: z.boolean().optional(),
  advisory: z.boolean().optional(),
  reads: shape.reads.optional(),
  rollup: z.strictObject({ share: z.number().gt(0).max(1) }).optional(),
  remedy: shape.remedy.optional(),
  /** Without it a changed threshold says no more what mends it: the shipped limits were those of the old one. */
  mend: shape.mend,
  source: shape.source.optional(),
  /** Without it a changed threshold counts as assumed: nobody has said which text it follows. */
  confidence: Confidence.optional(),
  note: shape.note,
});
type CriterionOverride = z.infer<typeof CriterionOverride>;

const CriterionId = shape.id;
const LevelOverrides = z.strictObject({
  basic: CriterionOverride.optional(),
  advanced: CriterionOverride.optional(),
});

/** `{CAM-06: {basic: {condition: kept >= 30, …}}, disabled: [CAM-07, CAM-03/advanced], camera_firmware: […]}` */
export const Overrides = z
  .object({
    disabled: z
      .array(
        z
          .string()
          .regex(/^[A-Z]{2,5}-\d{2}(?:\/(?:basic|advanced))?$/, 'expected CAM-07 or CAM-07/basic'),
      )
      .default([]),
    /** The city's own entries of data/camera-firmware.yaml. */
    camera_firmware: FirmwareList.shape.cameras.default([]),
  })
  .catchall(LevelOverrides);
export type Overrides = z.infer<typeof Overrides>;

export interface Overridden {
  readonly sources: readonly SourceStandard[];
  readonly problems: readonly FileProblem[];
}

/** The standards as this place has them, and every override that fits nothing. */
export function override(
  sources: readonly SourceStandard[],
  overrides: Overrides,
  file: string,
): Overridden {
  const { disabled, camera_firmware: _, ...changed } = overrides;
  const all = sources.flatMap(({ standard }) => standard.criteria);
  const problems = [
    ...disabled.flatMap((name, at) => {
      const [id, level] = name.split('/');
      return all.some((one) => one.id === id && (level === undefined || one.level === level))
        ? []
        : [{ file, path: `disabled.${at}`, message: `no criterion ${name}` }];
    }),
    ...Object.entries(changed).flatMap(([id, levels]) => strangers(id, levels, all, file)),
  ];
  const off = new Set(disabled);
  return {
    problems,
    sources: sources.map((source) => ({
      ...source,
      standard: {
        ...source.standard,
        criteria: source.standard.criteria
          .filter(({ id, level }) => !off.has(id) && !off.has(`${id}/${level}`))
          .map((criterion) => changeOf(criterion, changed[criterion.id]?.[criterion.level])),
      },
    })),
  };
}

function strangers(
  id: string,
  levels: z.infer<typeof LevelOverrides>,
  all: readonly Criterion[],
  file: string,
): FileProblem[] {
  if (!CriterionId.safeParse(id).success || !all.some((one) => one.id === id))
    return [{ file, path: id, message: `no criterion ${id}` }];
  return Level.options
    .filter((level) => levels[level] !== undefined)
    .filter((level) => !all.some((one) => one.id === id && one.level === level))
    .map((level) => ({ file, path: `${id}.${level}`, message: `no criterion ${id} ${level}` }));
}

const THRESHOLD = [
  'condition',
  'applies_when',
  'fails_when',
  'required',
  'reads',
  'rollup',
] as const;

function changeOf(criterion: Criterion, change: CriterionOverride | undefined): Criterion {
  if (change === undefined) return criterion;
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  );
  const moved = THRESHOLD.some((field) => change[field] !== undefined);
  const confidence = change.confidence ?? (moved ? 'assumed' : criterion.confidence);
  const source = change.source ?? criterion.source;
  const changed = {
    ...criterion,
    ...given,
    mend: change.mend ?? (moved ? undefined : criterion.mend),
    // A sentence on another condition would speak of what is no longer judged.
    says: change.says ?? (change.condition === undefined ? criterion.says : undefined),
    before: change.before ?? (change.condition === undefined ? criterion.before : undefined),
    confidence,
    source: moved ? { ...source, clause: `${source.clause}; ${ADJUSTED}` } : source,
  };
  return { ...changed, reads: { ...readsStillAsked(criterion.reads, changed), ...change.reads } };
}

/** A shipped input that the changed expressions ask for no more goes; one of the override's own that nobody asks for is a slip. */
function readsStillAsked(
  reads: Criterion['reads'],
  { condition, applies_when, fails_when, observed, says, before }: Criterion,
): Criterion['reads'] {
  const texts = [condition, applies_when, fails_when, observed, says, before];
  const words = new Set(JSON.stringify(texts).match(/\w+/g));
  return Object.fromEntries(Object.entries(reads).filter(([name]) => words.has(name)));
}

const ADJUSTED = 'ngưỡng do đơn vị điều chỉnh (adjusted locally)';
