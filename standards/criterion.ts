import * as z from 'zod';
import { Slug, Span } from '../kit/config-fields.ts';
import { Text } from '../kit/text.ts';
import { days } from '../kit/units.ts';

/** A standard as it stands in config/standards/*.yaml: thresholds are data, each with its source. */

/** quoted: the sentence was read. reported: press or a third party restates it. assumed: our proposal. */
export const Confidence = z.enum(['quoted', 'reported', 'assumed']);
export type Confidence = z.infer<typeof Confidence>;

export const Level = z.enum(['basic', 'advanced']);
export type Level = z.infer<typeof Level>;

export const Group = z.enum(['line', 'lab', 'camera', 'security', 'organisation']);
export type Group = z.infer<typeof Group>;

export const Statistic = z.enum([
  'latest',
  'min',
  'max',
  'mean',
  'median',
  'p05',
  'p95',
  'share_true',
  'count',
]);
export type Statistic = z.infer<typeof Statistic>;

export const Hours = z.enum(['all', 'school']);
export type Hours = z.infer<typeof Hours>;

/** The kinds of devices a standard may speak of, and where a camera may look. */
export const InventoryKind = z.enum([
  'uplink',
  'server',
  'camera',
  'recorder',
  'machine',
  'gateway',
]);
export const Zone = z.enum(['public', 'yard', 'corridor', 'classroom']);

const FieldPath = z.string().regex(/^[a-z_]+\.[a-z0-9_]+$/, 'expected MEASUREMENT.FIELD');
const DeclarationName = z.string().regex(/^[a-z0-9_]+$/);
const InputName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a lower-case name');

const factShape = {
  fact: FieldPath,
  statistic: Statistic.default('latest'),
  window: Span.optional(),
  hours: Hours.default('all'),
  /** Only series whose tags match, `{stream: main}`. */
  where: z.record(z.string(), z.string()).optional(),
  /** How several series of one device become one value; without it the newest stands for all. */
  across: z
    .enum(['newest', 'min', 'max', 'mean', 'sum', 'share_true', 'count', 'count_true'])
    .default('newest'),
  /** A latest value older than this is missing. */
  max_age: Span.default(days(1)),
  /** A statistic over fewer samples than this is missing. */
  min_samples: z.int().positive().default(1),
  /** Fact of another device: the school's uplink for a camera criterion, say. */
  of: z.enum(['this', 'school']).default('this'),
  /** Asks every device of the kind; one without a value makes the whole missing (`count_true` passes over it). */
  devices: z.strictObject({ kind: InventoryKind, zone: Zone.optional() }).optional(),
  /** Where the school has no such device at all, this declaration stands instead. */
  or_declared: DeclarationName.optional(),
  /** A missing value stands for this instead of making the criterion unknown. */
  otherwise: z.union([z.number(), z.boolean(), z.string()]).optional(),
};

/** A measured value: the latest, or a statistic over the days of a window. */
export const FactRead = z.strictObject({
  ...factShape,
  /** The sum of the fact over the sum of this field of the same measurement; `min_samples` then is the least of the latter. */
  per: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .optional(),
  /** Where the fact was never measured: what an older agent measured in its place. */
  or_fact: z.strictObject(factShape).optional(),
});
export type FactRead = z.infer<typeof FactRead>;

/** What the school states because it can't be measured. */
export const DeclarationRead = z.strictObject({
  declaration: DeclarationName,
  otherwise: z.union([z.number(), z.boolean(), z.string()]).optional(),
});
export type DeclarationRead = z.infer<typeof DeclarationRead>;

/** How many devices of a kind the inventory has: `{devices: camera, zone: public}`; zone `any` counts those with a zone. */
export const DeviceCountRead = z.strictObject({
  devices: InventoryKind,
  zone: z.enum([...Zone.options, 'any']).optional(),
});
export type DeviceCountRead = z.infer<typeof DeviceCountRead>;

/** Another criterion's school-wide verdict, as the words pass, fail, unknown, not_applicable. */
export const CriterionRead = z.strictObject({
  criterion: z.string(),
  level: Level.default('basic'),
});
export type CriterionRead = z.infer<typeof CriterionRead>;

/** What the table of end-of-support dates says of this machine's or server's operating system; `last_day` as `14/10/2025`. */
export const SystemRead = z.strictObject({
  system: z.enum(['days_left', 'current', 'release', 'last_day']),
});
export type SystemRead = z.infer<typeof SystemRead>;

/** Whether a camera's firmware is sound by the list of known weaknesses, and the first version that is. */
export const FirmwareRead = z.strictObject({ firmware: z.enum(['sound', 'sound_from']) });
export type FirmwareRead = z.infer<typeof FirmwareRead>;

/** A figure by its name, so that a place of use can put another in its place without writing the condition anew. */
export const ConstantRead = z.strictObject({ constant: z.number() });
export type ConstantRead = z.infer<typeof ConstantRead>;

export const Read = z.union([
  FactRead,
  DeclarationRead,
  ConstantRead,
  DeviceCountRead,
  CriterionRead,
  SystemRead,
  FirmwareRead,
]);
export type Read = z.infer<typeof Read>;

/** What a failing device says of itself beyond the condition: whether a setting reaches what is asked for. */
export const Mend = z.strictObject({
  reads: z.record(InputName, Read),
  /** CEL over these reads: true where a setting mends it. */
  set_when: z.string().min(1).max(2_000),
  /** CEL over these reads: true where only another device does. */
  replace_when: z.string().min(1).max(2_000),
});
export type Mend = z.infer<typeof Mend>;

const Cel = z.string().min(1).max(2_000);

/** CEL that gives a text in either language: what was judged, in one sentence. Nothing is said while any input is missing. */
const Says = z.strictObject({ vi: Cel, en: Cel });

/**
 * How a criterion was judged before its own inputs were measured, over the same `reads`: taken as a whole where one of
 * those was never measured, or `when` holds, and only where it comes to a verdict.
 */
export const Before = z.strictObject({
  when: Cel.optional(),
  condition: Cel,
  applies_when: Cel.optional(),
  observed: Cel.optional(),
  says: Says.optional(),
  /** In place of the criterion's own. */
  note: Text.optional(),
});
export type Before = z.infer<typeof Before>;

export const Criterion = z.strictObject({
  /** `CAM-03`; with the level it is unique in all standards. */
  id: z.string().regex(/^[A-Z]{2,5}-\d{2}$/, 'expected such as CAM-03'),
  level: Level,
  group: Group,
  name: Text,
  applies_to: z.enum(['uplink', 'camera', 'recorder', 'machine', 'server', 'school']),
  mandatory: z.boolean(),
  /** Shown and counted, but no level waits for it: our own checks, and lists that name few devices. */
  advisory: z.boolean().default(false),
  /** The declaration that says how many such devices there are: declared but not listed is unknown, not inapplicable. */
  counted_by: DeclarationName.optional(),
  reads: z.record(InputName, Read),
  /** CEL over the names of `reads`; must give a boolean. */
  condition: z.string().min(1).max(2_000),
  /** CEL: false makes the criterion not_applicable for this device or school. */
  applies_when: z.string().max(2_000).optional(),
  /** CEL: true makes it fail even while other inputs are missing. */
  fails_when: z.string().max(2_000).optional(),
  /** CEL: what to show beside the requirement. Without it, the first input. */
  observed: z.string().max(2_000).optional(),
  says: Says.optional(),
  before: Before.optional(),
  required: Text,
  unit: z
    .enum(['1', 's', 'bytes', 'bps', 'ratio', 'fps', 'pixels', 'days', 'pupils', 'm2'])
    .default('1'),
  /** Share of devices that must pass for the school to pass; unknown devices never count as passing. */
  rollup: z.strictObject({ share: z.number().gt(0).max(1) }).default({ share: 1 }),
  remedy: Text,
  /** Of a criterion of devices; where an input is missing, nothing is said. */
  mend: Mend.optional(),
  source: z.strictObject({ document: z.string().min(1), clause: z.string().min(1) }),
  confidence: Confidence,
  /** What a reader must know of the figure: which part was read and which is proposed. */
  note: Text.optional(),
});
export type Criterion = z.infer<typeof Criterion>;

export const Standard = z.strictObject({
  id: Slug,
  version: z.string().min(1),
  name: Text,
  issued_by: Text,
  date: z.iso.date(),
  valid_from: z.iso.date(),
  status: z.enum(['in_force', 'recommended', 'superseded', 'draft']),
  /** False: nobody has read the document itself, and every page and export says so. */
  text_checked: z.boolean(),
  note: Text.optional(),
  criteria: z.array(Criterion).min(1),
});
export type Standard = z.infer<typeof Standard>;
