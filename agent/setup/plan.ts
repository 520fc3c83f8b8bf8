import type { AgentConfig } from '../config.ts';
import type { Change } from './edit.ts';
import type { Form, Problems } from './form.ts';

/** What a form asks for: changes to the config, and the secrets they name. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly secrets: readonly { readonly file: string; readonly value: string }[];
  /** Where the person goes on. */
  readonly onward: string;
}

export interface Planning {
  readonly form: Form;
  readonly config: AgentConfig;
  /** A name below `secrets/` that no file has yet. */
  readonly freeSecret: (name: string) => string;
}

export type Planned =
  | { readonly ok: true; readonly value: Plan }
  | { readonly ok: false; readonly problem: Problems };

/** A plan, unless a field is wrong. */
export const planned = (problems: Problems, plan: () => Plan): Planned =>
  problems.size > 0 ? { ok: false, problem: problems } : { ok: true, value: plan() };
