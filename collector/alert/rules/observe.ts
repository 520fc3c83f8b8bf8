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

function observe(rule: CompiledRule, { subject, series }: Seen, scene: Scene): Signal | undefined {
  const [any] = series;
  if (any === undefined || !isOfKind(rule, any.device, scene.facts)) return undefined;
  const tally = tallyOf(rule, { any, series }, scene);
  if (tally === undefined) return undefined;
  const { bad, live, oldest, told } = tally;
  return {
    ...{ rule: rule.id, school: scene.facts.school, device: subject, bad, live },
    // An observation is new only when every series that has a say was measured again.
    at: oldest.at,
    happenedAt: epochMs(Math.min(oldest.receivedAt, oldest.at - scene.offset)),
    evidence: bad ? toldOf(rule, told, scene.facts) : NOTHING,
  };
}

interface Tally {
  readonly bad: boolean;
  readonly live: boolean;
  readonly oldest: LatestRow;
  /** The newest. */
  readonly told: LatestRow;
}

/** What tells neither good nor bad has no say; of the rest one that is good speaks for the subject. */
function tallyOf(
  rule: CompiledRule,
  { any, series }: { readonly any: LatestRow; readonly series: readonly LatestRow[] },
  scene: Scene,
): Tally | undefined {
  const newest = newestOf(any, series);
  const span = ms(Math.max(LIVE, 3 * (scene.cadences.get(newest.device) ?? 0)));
  let tally: Tally | undefined;
  for (const row of series) {
    // A target taken out of the config leaves its last fact behind for ever: only facts of one age count.
    if (newest.at - row.at > span) continue;
    const { fields, device } = row;
    const verdict = judgeRule({ rule, fields, device, facts: scene.facts });
    if (verdict === undefined) continue;
    const bad = verdict === 'bad';
    const one = { bad, live: isLive(row, span, scene), oldest: row, told: row };
    tally = tally === undefined ? one : both(tally, one);
  }
  return tally;
}

const both = (a: Tally, b: Tally): Tally => ({
  bad: a.bad && b.bad,
  live: a.live && b.live,
  oldest: b.oldest.at < a.oldest.at ? b.oldest : a.oldest,
  told: b.told.at > a.told.at ? b.told : a.told,
});

const isLive = ({ at, receivedAt }: LatestRow, span: Ms, { facts, offset }: Scene): boolean =>
  receivedAt - (at - offset) <= span && facts.now - receivedAt <= span;

/** A device that stands in no inventory is what its measurement is named after. */
function isOfKind({ kinds, reads }: CompiledRule, device: string, facts: SchoolFacts): boolean {
  if (kinds === undefined) return true;
  const kind = facts.kindOf(device);
  return kind === undefined ? [...kinds].some((one) => one === nameOfKind(reads)) : kinds.has(kind);
}

const nameOfKind = (reads: string): string => (reads.startsWith('uplink_') ? 'uplink' : reads);

function newestOf(any: LatestRow, series: readonly LatestRow[]): LatestRow {
  let newest = any;
  for (const row of series) if (row.at > newest.at) newest = row;
  return newest;
}

function toldOf(rule: CompiledRule, { fields, device }: LatestRow, facts: SchoolFacts): Fields {
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
