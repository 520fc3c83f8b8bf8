import type { Text } from '../../kit/text.ts';
import type { Ms } from '../../kit/units.ts';
import type { Confidence } from '../../standards/criterion.ts';
import type { FieldValue } from '../../wire/fact.ts';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whom a school's or a unit's contact stands for: who mends, who is accountable, who looks after many schools. */
export const DUTIES = ['technical', 'leader', 'officer'] as const;
export type Duty = (typeof DUTIES)[number];

export type Fields = Readonly<Record<string, FieldValue>>;

/** What several subjects of one incident have in common: the school of devices; of schools a ward, a provider, or all. */
export const GROUP_KINDS = ['school', 'ward', 'provider', 'city'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** When several subjects that go wrong together are one incident. */
export interface Gathering {
  readonly by: readonly GroupKind[];
  /** So many of one group. */
  readonly least: number;
  /** Gone wrong within so long of one another. */
  readonly within: Ms;
  /** How long one that is confirmed waits for the others before its incident opens. */
  readonly wait: Ms;
}

/** What the engine asks of a rule: when a verdict becomes an incident, and who hears of it. The verdict itself is `judge-rule`'s. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** `school`: the school as a whole is cut off. `device`: one device of it. `collector`: the centre itself. */
  readonly scope: 'school' | 'device' | 'collector';
  /** A measurement; `receipts`: when an agent was last heard; `collector`: the centre about itself. */
  readonly reads: string;
  /** Distinct bad observations in a row before it opens. */
  readonly observations: number;
  /** Shortest span from the first of them to the opening; `for` in the file. */
  readonly hold: Ms;
  /** When it is told at once; at other times it waits for the next digest. */
  readonly hours: 'always' | 'school';
  /** `digest`: never a mail of its own. */
  readonly tell: 'at_once' | 'digest';
  /** Who hears of it. */
  readonly duties: readonly Duty[];
  /** Unacknowledged for so long, it is told to `to` as well. */
  readonly escalate: { readonly after: Ms; readonly to: readonly Duty[] } | undefined;
  /** Rules that explain this one: while they are open, or not yet decided, no incident of this one is opened. */
  readonly parents: readonly string[];
  /** While it is in trouble, what hangs behind the device cannot be reached. */
  readonly cuts: boolean;
  /** A device behind one that `cuts` is explained by it. */
  readonly hangs: boolean;
  readonly gather: Gathering | undefined;
  /** How sure its figures are; undefined where it has none. */
  readonly confidence?: Confidence | undefined;
  readonly words: RuleWords;
}

/**
 * What people read about a rule. Places put in by `say`: `{device}` one device, or `14 camera`; `{school}` one school or
 * `12 trường`; `{since}`, `{unseen}`, `{group}`.
 */
export interface RuleWords {
  readonly title: Text;
  /** Put before a device's name where the name doesn't begin with it. */
  readonly noun: Text;
  /** After a number: `14 cameras`. Without it the noun stands there. */
  readonly nouns?: Text | undefined;
  readonly opened: Text;
  readonly resolved: Text;
  readonly cause: Text;
  readonly advice: Text;
}
