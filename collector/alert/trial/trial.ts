import type { Log } from '../../../kit/log.ts';
import { type EpochMs, epochMs, type Ms, minutes, seconds } from '../../../kit/units.ts';
import type { Calendar } from '../../calendar/calendar.ts';
import type { Notice } from '../../notify/notice.ts';
import type { LatestRow } from '../../store/latest.ts';
import { type Sql, text } from '../../store/sql.ts';
import { Alerts } from '../alerts.ts';
import { subjectOfKey, watchKey } from '../engine/watch.ts';
import type { Scene } from '../notices.ts';
import { observeFacts } from '../rules/observe.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { ToldFacts } from './told-facts.ts';
import { TrialClock } from './trial-clock.ts';

export interface TrialParts {
  /** A database of its own, in memory, that knows the schools; nothing of a real one is written. */
  readonly sql: Sql;
  readonly rules: RuleSet;
  readonly school: Scene['school'];
  readonly unit: Scene['unit'];
  readonly calendar: Pick<Calendar, 'isSchoolTime'>;
  readonly timeZone: string;
  readonly silentAfter: Ms;
  readonly log: Log;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** How often a school is looked at whole, whatever its facts say. */
  readonly wholeLook?: Ms;
  /** What would be told; also of the time before `from` that is only looked at to begin with. */
  readonly accept: (notice: Notice) => void;
}

/** Facts that come in so close together are judged together. */
const TOGETHER: Ms = seconds(10);
/** While nothing is amiss the collector's own tick is called so often: no pause may look as if it had slept. */
const QUIET_TICK: Ms = minutes(1);
const JUST_AFTER: Ms = seconds(1);
/** And every school is looked at whole, whatever its facts say. */
const WHOLE_LOOK: Ms = minutes(15);

/**
 * History through the alerts as they run live, by a clock that jumps. A school is judged where its new facts could change
 * anything: where one is bad that is not in an incident, or good that was not; all the others change nothing by design.
 */
export class Trial {
  readonly #parts: TrialParts;
  readonly #clock: TrialClock;
  readonly #facts: ToldFacts;
  readonly #alerts: Alerts;
  #watched = new Map<string, 'open' | 'pending'>();
  #changes = -1;
  /** Schools with something that any new fact may move on: it waits to be confirmed, or for a word of the agent. */
  #restless: ReadonlySet<string> = new Set();
  readonly #lookedAt = new Map<string, EpochMs>();
  #tickedAt: EpochMs;

  constructor(parts: TrialParts) {
    const { sql, rules, calendar, log, silentAfter, timeZone, school, unit } = parts;
    this.#parts = parts;
    this.#clock = new TrialClock(parts.from);
    this.#tickedAt = parts.from;
    const facts = new ToldFacts(sharedBy(rules));
    this.#facts = facts;
    this.#alerts = new Alerts({
      ...{ sql, rules, calendar, log, silentAfter, clock: this.#clock, signals: facts },
      scene: { school, unit, timeZone, devices: (id) => facts.devices(id) },
      self: () => ({}),
      maintenance: { covers: () => false },
      notifiers: [{ accept: parts.accept }],
    });
  }

  /** Facts in order of their stamps. */
  play(rows: Iterable<LatestRow>): void {
    let group: LatestRow[] = [];
    for (const row of rows) {
      const [first] = group;
      if (first !== undefined && row.at - first.at >= TOGETHER) {
        this.#admit(group);
        group = [];
      }
      group.push(row);
    }
    this.#admit(group);
    this.#waitUntil(this.#parts.to);
  }

  #admit(rows: readonly LatestRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.#waitUntil(last.at);
    for (const row of rows) this.#facts.tell(row);
    for (const [school, own] of Map.groupBy(rows, (row) => row.school))
      if (this.#couldChange(school, own)) this.#look(school);
    if (this.#clock.now() - this.#tickedAt >= this.#pace()) this.#tick();
  }

  #look(school: string): void {
    const now = this.#clock.now();
    this.#lookedAt.set(school, now);
    this.#alerts.evaluate(new Set([school]));
    this.#remember();
    // What concerns schools as a whole is judged by the tick alone.
    this.#tick();
  }

  #tick(): void {
    this.#tickedAt = this.#clock.now();
    this.#alerts.evaluate();
    this.#remember();
  }

  /** Lets time pass, and the tick run as often as it matters. */
  #waitUntil(at: EpochMs): void {
    for (let next = this.#nextTick(); next < at; next = this.#nextTick()) {
      this.#clock.goTo(next);
      this.#tick();
    }
    this.#clock.goTo(at);
  }

  #nextTick(): EpochMs {
    const regular = this.#tickedAt + this.#pace();
    const { silentAfter } = this.#parts;
    const silent = this.#facts
      .agents()
      .map(({ lastReceivedAt }) => lastReceivedAt + silentAfter + JUST_AFTER)
      .filter((moment) => moment > this.#clock.now());
    return epochMs(Math.min(regular, ...silent));
  }

  #pace(): Ms {
    const isPending = [...this.#watched.values()].includes('pending');
    return isPending ? TOGETHER : QUIET_TICK;
  }

  #couldChange(school: string, rows: readonly LatestRow[]): boolean {
    if (this.#restless.has(school)) return true;
    const now = this.#clock.now();
    if (now - (this.#lookedAt.get(school) ?? 0) >= (this.#parts.wholeLook ?? WHOLE_LOOK))
      return true;
    const devices = new Set(rows.map(({ device }) => device));
    const around = this.#facts.around(school, devices);
    return observeFacts(this.#parts.rules, around, now).some(({ rule, device, bad }) => {
      const known = this.#watched.get(watchKey(rule, { school, device }));
      return bad ? known !== 'open' : known !== undefined;
    });
  }

  /** Alerts write only what changed. */
  #remember(): void {
    const { changes } = this.#parts.sql.get('SELECT total_changes() AS changes') ?? {};
    if (changes === this.#changes) return;
    this.#changes = Number(changes);
    const rows = this.#parts.sql.all('SELECT rule, school, device, state FROM alert_state');
    this.#watched = new Map(
      rows.flatMap((row) => {
        const key = watchKey(text(row, 'rule'), {
          school: text(row, 'school'),
          device: text(row, 'device'),
        });
        const state: unknown = JSON.parse(text(row, 'state'));
        const kind = kindOf(state);
        return kind === undefined ? [] : [[key, kind] as const];
      }),
    );
    this.#restless = new Set(
      [...this.#watched].flatMap(([key, kind]) => {
        const { rule, school } = subjectOfKey(key);
        const heard = this.#parts.rules.rule(rule)?.reads === 'receipts';
        return kind === 'pending' || heard ? [school] : [];
      }),
    );
  }
}

function kindOf(state: unknown): 'open' | 'pending' | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  if ('open' in state) return 'open';
  return 'pending' in state ? 'pending' : undefined;
}

function sharedBy({ rules }: RuleSet): ReadonlySet<string> {
  const asked = rules.flatMap(({ inputs }) =>
    inputs.flatMap(({ input }) =>
      input !== undefined && 'fact' in input && input.of === 'school'
        ? [input.fact.split('.')[0] ?? '']
        : [],
    ),
  );
  return new Set(['agent', 'declaration', 'uplink_outage', ...asked]);
}
