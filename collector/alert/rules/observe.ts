import { type EpochMs, epochMs, type Ms, minutes, ms } from '../../../kit/units.ts';
import type { LatestRow } from '../../store/latest.ts';
import { outageEvidence } from '../line-cause.ts';
import type { Fields } from '../rule.ts';
import type { Signal } from '../signal.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { evidenceOf } from './evidence.ts';
import { judgeRule } from './judge-rule.ts';
import { matches } from './read-rule-input.ts';
import type { RuleSet } from './rule-set.ts';
import { SchoolFacts } from './school-facts.ts';

/** From the latest facts of one school to what the engine is told. Pure. */

const LIVE: Ms = minutes(2);
const NOTHING: Fields = {};

/** One signal for each (rule, subject) that the rows, all of one school, say something about. */
export function observeFacts(
  set: RuleSet,
  rows: readonly LatestRow[],
  now: EpochMs,
): readonly Signal[] {
  const facts = new SchoolFacts(rows, now);
  const scene = { facts, cadences: cadencesOf(facts), offset: clockOffset(facts) };
  const signals: Signal[] = [];
  for (const [reads, rules] of set.byReads) {
    if (facts.of(reads).length === 0) continue;
    for (const rule of rules)
      for (const [subject, series] of subjectsOf(rule, facts)) {
        const signal = observe(rule, { subject, series }, scene);
        if (signal !== undefined) signals.push(signal);
      }
  }
  return signals;
}

interface Scene {
  readonly facts: SchoolFacts;
  readonly cadences: ReadonlyMap<string, Ms>;
  /** The agent's clock minus ours. */
  readonly offset: Ms;
}

interface Seen {
  readonly subject: string;
  readonly series: readonly LatestRow[];
}

function subjectsOf(
  { reads, each, where }: CompiledRule,
  facts: SchoolFacts,
): ReadonlyMap<string, readonly LatestRow[]> {
  if (each === undefined && where === undefined) return facts.byDevice(reads);
  const rows = facts.of(reads).filter(({ tags }) => matches(tags, where));
  return Map.groupBy(rows, ({ device, tags }) =>
    each === undefined ? device : (tags[each] ?? ''),
  );
}

/** What tells neither good nor bad has no say; of the rest one that is good speaks for the subject. */
function observe(rule: CompiledRule, seen: Seen, scene: Scene): Signal | undefined {
  const { subject, series } = seen;
  if (!isOfKind(rule, series, scene.facts)) return undefined;
  const current = currentOf(series, scene);
  const { facts } = scene;
  const judged = current.rows.flatMap((row) => {
    const verdict = judgeRule({ rule, fields: row.fields, device: row.device, facts });
    return verdict === undefined ? [] : [{ row, verdict }];
  });
  const [first] = judged;
  if (first === undefined) return undefined;
  const bad = judged.every(({ verdict }) => verdict === 'bad');
  // An observation is new only when every series that has a say was measured again.
  const oldest = judged.reduce((a, { row }) => (row.at < a.at ? row : a), first.row);
  const { offset } = scene;
  const isLive = ({ at, receivedAt }: LatestRow) =>
    receivedAt - (at - offset) <= current.span && facts.now - receivedAt <= current.span;
  return {
    rule: rule.id,
    school: facts.school,
    device: subject,
    bad,
    live: judged.every(({ row }) => isLive(row)),
    at: oldest.at,
    happenedAt: epochMs(Math.min(oldest.receivedAt, oldest.at - offset)),
    evidence: bad ? toldOf(rule, newestOf(judged.map(({ row }) => row)), facts) : NOTHING,
  };
}

/** A device that stands in no inventory is what its measurement is named after. */
function isOfKind(
  { kinds, reads }: CompiledRule,
  [first]: readonly LatestRow[],
  facts: SchoolFacts,
): boolean {
  if (kinds === undefined || first === undefined) return true;
  const kind = facts.kindOf(first.device);
  return kind === undefined ? [...kinds].some((one) => one === nameOfKind(reads)) : kinds.has(kind);
}

const nameOfKind = (reads: string): string => (reads.startsWith('uplink_') ? 'uplink' : reads);

/** A target taken out of the config leaves its last fact behind for ever: only facts of one age count. */
function currentOf(series: readonly LatestRow[], { cadences }: Scene) {
  const newest = newestOf(series);
  const span = ms(Math.max(LIVE, 3 * (cadences.get(newest?.device ?? '') ?? 0)));
  const rows =
    series.length === 1 ? series : series.filter(({ at }) => (newest?.at ?? at) - at <= span);
  return { rows, span };
}

const newestOf = (rows: readonly LatestRow[]): LatestRow | undefined =>
  rows.reduce<LatestRow | undefined>(
    (best, row) => (best === undefined || row.at > best.at ? row : best),
    undefined,
  );

function toldOf(rule: CompiledRule, row: LatestRow | undefined, facts: SchoolFacts): Fields {
  if (row === undefined) return NOTHING;
  const { fields, device } = row;
  const evidence = evidenceOf({ rule, fields, device, facts });
  const ofLine = rule.reads === 'uplink_ping' && rule.scope === 'school';
  return ofLine ? { ...evidence, ...outageEvidence(facts.of('uplink_outage'), device) } : evidence;
}

function cadencesOf(facts: SchoolFacts): ReadonlyMap<string, Ms> {
  const cadences = new Map<string, Ms>();
  for (const { device, fields } of facts.of('device')) {
    const cadence = fields['cadence_s'];
    if (typeof cadence === 'number') cadences.set(device, ms(cadence * 1_000));
  }
  return cadences;
}

/** Where the school has one agent that knows it: a wrong clock must not silence its alarms. */
function clockOffset(facts: SchoolFacts): Ms {
  const agents = facts.of('agent');
  const offset = agents.length === 1 ? agents[0]?.fields['clock_offset_s'] : undefined;
  return ms(typeof offset === 'number' ? Math.round(offset * 1_000) : 0);
}
