import type { EpochMs } from '../../kit/units.ts';
import type { Leaving } from './engine/engine.ts';
import { type State, subjectOfKey } from './engine/watch.ts';
import type { AgentSeen } from './rules/observe-silence.ts';
import type { RuleSet } from './rules/rule-set.ts';

/** Who of these leaves which incident, and whether others stay in it. */
export function quietLeavings(ended: State, all: State, now: EpochMs) {
  const incidents = Map.groupBy(
    [...ended].flatMap(([key, { open }]) =>
      open === undefined ? [] : [{ ...subjectOfKey(key), incident: open.incident, leftAt: now }],
    ),
    ({ incident }) => incident,
  );
  const staying = new Set(
    [...all].flatMap(([key, { open }]) =>
      open === undefined || ended.has(key) ? [] : [open.incident],
    ),
  );
  return [...incidents].map(([incident, members]) => ({
    incident,
    members: members.map(({ school, device, leftAt }): Leaving => ({ school, device, leftAt })),
    over: !staying.has(incident),
  }));
}

/** What is remembered of agents that were taken away: they are not silent any more. */
export function lostAgents(state: State, agents: readonly AgentSeen[], rules: RuleSet): State {
  const places = new Set(agents.map(({ school, agent }) => `${school}\n${agent}`));
  return new Map(
    [...state].filter(([key]) => {
      const { rule, school, device } = subjectOfKey(key);
      return rules.rule(rule)?.reads === 'receipts' && !places.has(`${school}\n${device}`);
    }),
  );
}

export const besides = (state: State, without: State): State =>
  without.size === 0 ? state : new Map([...state].filter(([key]) => !without.has(key)));
