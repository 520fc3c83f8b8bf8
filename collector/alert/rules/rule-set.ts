import type { Text } from '../../../kit/text.ts';
import type { CompiledRule } from './compiled-rule.ts';

/** All rules of this collector, indexed once. */
export interface RuleSet {
  /** Parents before their children. */
  readonly rules: readonly CompiledRule[];
  readonly byReads: ReadonlyMap<string, readonly CompiledRule[]>;
  /** The measurements whose latest facts must be at hand. */
  readonly watched: readonly string[];
  rule(id: string): CompiledRule | undefined;
  /** A rule that another version wrote still has a name to show. */
  titleOf(id: string): Text;
}

/** What tells of which kind a device is, how often it is looked at, and how the agent's clock stands. */
const ALWAYS = ['agent', 'device', 'uplink_outage'];

export function ruleSet(rules: readonly CompiledRule[]): RuleSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    rules,
    byReads: Map.groupBy(rules, ({ reads }) => reads),
    watched: [...new Set([...rules.flatMap(measurementsOf), ...ALWAYS])].sort(),
    rule: (id) => byId.get(id),
    titleOf: (id) => byId.get(id)?.words.title ?? { vi: id, en: id },
  };
}

const measurementsOf = ({ reads, inputs }: CompiledRule): readonly string[] => [
  ...(reads === 'receipts' || reads === 'collector' ? [] : [reads]),
  ...inputs.flatMap(({ input }) => {
    if (input === undefined) return [];
    if ('fact' in input) return [input.fact.split('.')[0] ?? ''];
    return 'declaration' in input || 'system' in input ? ['declaration'] : [];
  }),
];
