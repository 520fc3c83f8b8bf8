import type { EpochMs, Ms } from '../../../kit/units.ts';
import type { Signal } from '../signal.ts';
import { type CollectorFields, plainFields } from './collector-fields.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { evidenceOf } from './evidence.ts';
import { judgeRule } from './judge-rule.ts';
import type { RuleSet } from './rule-set.ts';

/** When one agent was last heard; undefined before its first batch. */
export interface AgentSeen {
  readonly school: string;
  readonly agent: string;
  readonly lastReceivedAt: EpochMs | undefined;
}

interface Patience {
  /** The collector itself must have listened this long before it calls anyone silent. */
  readonly listeningSince: EpochMs;
  readonly silentAfter: Ms;
}

/** Silence is judged on receive time alone; an agent that never reported is still being installed. */
export function observeSilence(
  set: RuleSet,
  { school, agent, lastReceivedAt }: AgentSeen,
  { listeningSince, silentAfter }: Patience,
  now: EpochMs,
): readonly Signal[] {
  if (lastReceivedAt === undefined) return [];
  const heard = now - lastReceivedAt <= silentAfter;
  if (!heard && now - Math.max(lastReceivedAt, listeningSince) <= silentAfter) return [];
  const fields = { silent: !heard };
  return (set.byReads.get('receipts') ?? []).flatMap((rule): Signal[] => {
    const verdict = judgeRule({ rule, fields, device: agent, facts: undefined });
    if (verdict === undefined) return [];
    const bad = verdict === 'bad';
    const signal = { rule: rule.id, school, device: agent, bad, live: true, evidence: {} };
    return [{ ...signal, at: bad ? now : lastReceivedAt, happenedAt: lastReceivedAt }];
  });
}

/** The device of signals about the collector as a whole. */
const ITSELF = 'collector';

/** What the collector's own figures say; each look is an observation of its own. */
export function observeCollector(
  set: RuleSet,
  told: CollectorFields,
  now: EpochMs,
): readonly Signal[] {
  const fields = plainFields(told);
  return (set.byReads.get('collector') ?? []).flatMap((rule: CompiledRule): Signal[] => {
    const asking = { rule, fields, device: ITSELF, facts: undefined };
    const verdict = judgeRule(asking);
    if (verdict === undefined) return [];
    const bad = verdict === 'bad';
    const signal = { rule: rule.id, school: '', device: ITSELF, bad, live: true };
    return [{ ...signal, at: now, happenedAt: now, evidence: bad ? evidenceOf(asking) : {} }];
  });
}
