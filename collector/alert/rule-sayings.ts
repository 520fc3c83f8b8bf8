import type { RuleSayings } from '../incident/to-view.ts';
import { titleOf } from './notices.ts';
import { wording } from './wording.ts';

/** What is said of a rule on pages; one that another version wrote still has a name. */
export const ruleSayings = (rule: string): RuleSayings => ({
  title: titleOf(rule),
  advice: Object.hasOwn(wording, rule) ? wording[rule]?.advice : undefined,
  threshold: undefined,
});
