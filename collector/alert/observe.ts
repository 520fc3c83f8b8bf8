import { type EpochMs, epochMs, type Ms, minutes, ms } from '../../kit/units.ts';
import type { LatestRow } from '../store/latest.ts';
import type { Signal } from './engine.ts';
import { outageEvidence } from './line-cause.ts';
import type { Fields, Rule } from './rules.ts';

/** From what the store holds to what the engine is told. Pure. */

const LIVE: Ms = minutes(2);
/** Evidence kept with an incident: the words and flags a person needs, not every figure. */
const TELLING = ['up', 'state', 'auth', 'loss_ratio', 'channels_stopped', 'error'] as const;
const LONGEST_EVIDENCE = 300;

/** One signal for each (rule, device) that the latest facts of a school say something about. */
export function observeFacts(
  rules: readonly Rule[],
  rows: readonly LatestRow[],
  now: EpochMs,
): readonly Signal[] {
  const surroundings = { cadences: cadencesOf(rows), offset: clockOffset(rows), now };
  // Who counts a machine doesn't say whether it answered.
  const telling = rows.filter(({ tags }) => tags['told_by'] !== 'count');
  const byMeasurement = Map.groupBy(telling, ({ measurement }) => measurement);
  return rules.flatMap((rule) => {
    const own = Map.groupBy(byMeasurement.get(rule.reads) ?? [], ({ device }) => device);
    const outages = rule.reads === 'uplink_ping' ? (byMeasurement.get('uplink_outage') ?? []) : [];
    return [...own.values()].flatMap((series) => {
      const signal = observe(rule, series, surroundings);
      if (signal === undefined) return [];
      const evidence = { ...signal.evidence, ...outageEvidence(outages, signal.device) };
      return [{ ...signal, evidence }];
    });
  });
}

interface Surroundings {
  readonly cadences: ReadonlyMap<string, Ms>;
  readonly offset: Ms;
  readonly now: EpochMs;
}

function observe(
  rule: Rule,
  series: readonly LatestRow[],
  { cadences, offset, now }: Surroundings,
): Signal | undefined {
  const newest = series.reduce((a, b) => (b.at > a.at ? b : a));
  const span = ms(Math.max(LIVE, 3 * (cadences.get(newest.device) ?? 0)));
  // A target taken out of the config leaves its last fact behind for ever: only facts of one age count.
  const current = series.filter(({ at }) => newest.at - at <= span);
  const verdicts = current.map(({ fields }) => rule.bad(fields));
  const good = verdicts.includes(false);
  if (!good && !verdicts.every((verdict) => verdict === true)) return undefined;
  const isLive = ({ at, receivedAt }: LatestRow) =>
    receivedAt - (at - offset) <= span && now - receivedAt <= span;
  // The oldest of them: an observation is new only when every series was measured again.
  const oldest = current.reduce((a, b) => (b.at < a.at ? b : a));
  return {
    rule: rule.id,
    device: newest.device,
    bad: !good,
    live: current.every(isLive),
    at: oldest.at,
    happenedAt: epochMs(Math.min(oldest.receivedAt, oldest.at - offset)),
    evidence: evidenceOf(newest),
  };
}

function evidenceOf({ measurement, fields }: LatestRow): Fields {
  return Object.fromEntries(
    TELLING.flatMap((name) => {
      const value = fields[name];
      if (value === undefined) return [];
      const short = typeof value === 'string' ? value.slice(0, LONGEST_EVIDENCE) : value;
      return [[`${measurement}.${name}`, short]];
    }),
  );
}

function cadencesOf(rows: readonly LatestRow[]): ReadonlyMap<string, Ms> {
  return new Map(
    rows.flatMap(({ measurement, device, fields }): [string, Ms][] => {
      const cadence = fields['cadence_s'];
      return measurement === 'device' && typeof cadence === 'number'
        ? [[device, ms(cadence * 1_000)]]
        : [];
    }),
  );
}

/** The agent's clock minus ours, where the school has one agent that knows it: a wrong clock must not silence its alarms. */
function clockOffset(rows: readonly LatestRow[]): Ms {
  const agents = rows.filter(({ measurement }) => measurement === 'agent');
  const offset = agents.length === 1 ? agents[0]?.fields['clock_offset_s'] : undefined;
  return ms(typeof offset === 'number' ? Math.round(offset * 1_000) : 0);
}

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
  rules: readonly Rule[],
  { agent, lastReceivedAt }: AgentSeen,
  { listeningSince, silentAfter }: Patience,
  now: EpochMs,
): readonly Signal[] {
  if (lastReceivedAt === undefined) return [];
  const heard = now - lastReceivedAt <= silentAfter;
  if (!heard && now - Math.max(lastReceivedAt, listeningSince) <= silentAfter) return [];
  const fields = { silent: !heard };
  return rules.flatMap((rule) => {
    const bad = rule.reads === 'receipts' ? rule.bad(fields) : undefined;
    if (bad === undefined) return [];
    const signal = { rule: rule.id, device: agent, bad, live: true, happenedAt: lastReceivedAt };
    return [{ ...signal, at: bad ? now : lastReceivedAt, evidence: {} }];
  });
}
