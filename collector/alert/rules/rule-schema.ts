import * as z from 'zod';
import { Span } from '../../../kit/config-fields.ts';
import { Text } from '../../../kit/text.ts';
import { days, ms } from '../../../kit/units.ts';
import { Confidence, SystemRead } from '../../../standards/criterion.ts';
import { DEVICE_KINDS } from '../../../wire/device-kinds.ts';
import { DUTIES, GROUP_KINDS, SEVERITIES } from '../rule.ts';

/** Alert rules as they stand in config/alerts/*.yaml: what is broken, for how long, and who hears of it, as data. */

const RuleId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected such as camera_offline');
const Name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a lower-case name');
const Value = z.union([z.number(), z.boolean(), z.string()]);
const Tags = z.record(z.string(), z.string());

/** A field of the fact itself that may be missing. */
export const FieldInput = z.strictObject({ field: Name, otherwise: Value });

/** The latest of another fact, of the same device or of any of the school. */
export const FactInput = z.strictObject({
  fact: z.string().regex(/^[a-z_]+\.[a-z0-9_]+$/, 'expected MEASUREMENT.FIELD'),
  of: z.enum(['this', 'school']).default('this'),
  /** Only series whose tags match, `{told_by: count}`. */
  where: Tags.optional(),
  /** How several series become one value. */
  across: z.enum(['newest', 'min', 'max']).default('newest'),
  /** An older value is missing. */
  max_age: Span.default(days(1)),
  otherwise: Value.optional(),
});
export type FactInput = z.infer<typeof FactInput>;

const DeclarationInput = z.strictObject({
  declaration: z.string().regex(/^[a-z0-9_]+$/),
  otherwise: Value.optional(),
});
/** A figure by its name, so that a place of use can put another in its place. */
const ConstantInput = z.strictObject({ constant: z.number() });

const RuleInput = z.union([FieldInput, FactInput, DeclarationInput, ConstantInput, SystemRead]);
export type RuleInput = z.infer<typeof RuleInput>;

const Cel = z.string().min(1).max(2_000);
const Duties = z.array(z.enum(DUTIES)).min(1);

const Escalation = z.strictObject({ after: Span, to: Duties });
const Gathering = z.strictObject({
  by: z.array(z.enum(GROUP_KINDS)).min(1),
  least: z.int().min(2).max(10_000),
  within: Span,
  wait: Span,
});

/** What one place of use may change, too. */
const changeable = {
  inputs: z.record(Name, RuleInput).optional(),
  /** CEL over the fields of `reads` and the inputs; true: it is bad. */
  condition: Cel,
  /** CEL; true: it is good again. Between the two nothing is decided. Without it: whatever isn't bad. */
  release: Cel.optional(),
  /** Distinct bad observations in a row. */
  observations: z.int().min(1).max(1_000).default(1),
  /** Bad for at least so long. */
  for: Span.default(ms(0)),
  severity: z.enum(SEVERITIES),
  hours: z.enum(['always', 'school']).default('always'),
  tell: z.enum(['at_once', 'digest']).default('at_once'),
  duties: Duties,
  escalate: Escalation.optional(),
  gather: Gathering.optional(),
  /** Where the figures come from; asked for where there are any. */
  source: z.strictObject({ document: z.string().min(1), clause: z.string().min(1) }).optional(),
  confidence: Confidence.optional(),
  note: Text.optional(),
  title: Text,
  opened: Text,
  resolved: Text,
  cause: Text,
  advice: Text,
} as const;

export const RuleSource = z.strictObject({
  id: RuleId,
  /** A measurement; `receipts`: when an agent was last heard; `collector`: the centre itself. */
  reads: z.string().min(1),
  scope: z.enum(['school', 'device', 'collector']).default('device'),
  /** Only devices of these kinds: a switch tells `machine` facts, too. */
  kinds: z.array(z.enum(DEVICE_KINDS)).min(1).optional(),
  /** Only series whose tags match. */
  where: Tags.optional(),
  /** The tag whose values are judged each by itself, in place of the device. */
  each: z.string().min(1).optional(),
  parents: z.array(RuleId).default([]),
  cuts: z.boolean().default(false),
  hangs: z.boolean().default(false),
  /** Fields kept with an incident. */
  evidence: z.array(Name).default([]),
  noun: Text,
  /** After a number: `14 cameras`. */
  nouns: Text.optional(),
  ...changeable,
});
export type RuleSource = z.infer<typeof RuleSource>;

export const RuleFile = z.strictObject({ rules: z.array(RuleSource).min(1) });

const { inputs, release, source, confidence, note } = changeable;
export const RuleOverride = z.strictObject({
  inputs,
  /** `{limit: 120}`: another figure for a named constant. */
  constants: z.record(Name, z.number()).optional(),
  condition: Cel.optional(),
  release,
  observations: changeable.observations.unwrap().optional(),
  for: Span.optional(),
  severity: changeable.severity.optional(),
  hours: changeable.hours.unwrap().optional(),
  tell: changeable.tell.unwrap().optional(),
  duties: Duties.optional(),
  escalate: z.union([Escalation, z.literal('never')]).optional(),
  gather: z.union([Gathering, z.literal('never')]).optional(),
  source,
  confidence,
  note,
  title: Text.optional(),
  opened: Text.optional(),
  resolved: Text.optional(),
  cause: Text.optional(),
  advice: Text.optional(),
});
export type RuleOverride = z.infer<typeof RuleOverride>;

/** `{disabled: [portal_down], camera_clock_off: {constants: {limit: 120}}}` */
export const RuleOverrides = z
  .object({ disabled: z.array(RuleId).default([]) })
  .catchall(RuleOverride);
export type RuleOverrides = z.infer<typeof RuleOverrides>;
