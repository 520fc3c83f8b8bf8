import type { RuleSayings } from '../incident/to-view.ts';
import type { RuleSet } from './rules/rule-set.ts';

/** What is said of a rule on pages; one that another version wrote still has a name. */
export const ruleSayings =
  (rules: RuleSet) =>
  (id: string): RuleSayings => {
    const rule = rules.rule(id);
    return {
      title: rules.titleOf(id),
      advice: rule?.words.advice,
      // Only a rule with a figure of its own says how sure that is.
      threshold: rule?.confidence && { confidence: rule.confidence, textChecked: false },
    };
  };
