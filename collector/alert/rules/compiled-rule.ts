import type { Expression, ValueType } from '../../../standards/cel.ts';
import type { Confidence } from '../../../standards/criterion.ts';
import type { OsSupport } from '../../../standards/os-support.ts';
import type { DeviceKind } from '../../../wire/device-kinds.ts';
import type { Rule } from '../rule.ts';
import type { RuleInput, RuleSource } from './rule-schema.ts';

/** A rule with its expressions ready to run. */
export interface CompiledRule extends Rule {
  /** A measurement, `receipts` or `collector`. */
  readonly reads: string;
  /** Undefined: of any kind. */
  readonly kinds: ReadonlySet<DeviceKind> | undefined;
  readonly where: Readonly<Record<string, string>> | undefined;
  /** The tag whose values are judged each by itself. */
  readonly each: string | undefined;
  readonly evidence: readonly string[];
  readonly condition: Expression;
  readonly release: Expression | undefined;
  /** What the expressions read, by name. */
  readonly inputs: readonly NamedInput[];
  /** No input but fields of the fact itself: they are handed over as they are. */
  readonly plain: boolean;
  readonly osSupport: OsSupport | undefined;
  /** Of its figures: people are told where nobody has read the text they follow. */
  readonly confidence: Confidence | undefined;
  /** As it stands in its file, with what this place changes. */
  readonly written: RuleSource;
}

export interface NamedInput {
  readonly name: string;
  readonly type: ValueType;
  /** Undefined: the field of that name of the fact itself. */
  readonly input: RuleInput | undefined;
}

export interface Flaw {
  readonly path: string;
  readonly message: string;
}
