import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import type { EpochMs, Ms } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Notifier } from '../notify/notifier.ts';
import type { IncidentHead as IncidentView } from '../report/incident-view.ts';
import type { LatestRow } from '../store/latest.ts';
import type { Sql } from '../store/sql.ts';
import { type AlertEvent, type Signal, step } from './engine.ts';
import { incidentId } from './incident-id.ts';
import { type IncidentFilter, Ledger } from './ledger.ts';
import { noticeOf, type Scene } from './notices.ts';
import { type AgentSeen, observeFacts, observeSilence } from './observe.ts';
import { rules } from './rules.ts';

/** What is asked of the store: the current facts of a school, its devices, and when each agent was heard. */
export interface Signals {
  /** Of one school where one is named; all where none is. */
  agents(school?: string): readonly AgentSeen[];
  latest(filter: {
    readonly school: string;
    readonly measurements: readonly string[];
  }): readonly LatestRow[];
  devices(school: string): readonly Device[];
}

export interface AlertParts {
  readonly sql: Sql;
  readonly signals: Signals;
  readonly school: (id: string) => Scene['school'] | undefined;
  readonly notifiers: readonly Pick<Notifier, 'accept'>[];
  readonly clock: Clock;
  readonly log: Log;
  readonly timeZone: string;
  readonly silentAfter: Ms;
}

/** What the rules read, and what tells whether a fact is live. */
const WATCHED: readonly string[] = [
  ...new Set([...rules.map(({ reads }) => reads), 'agent', 'device', 'uplink_outage']),
];

/** Opens and ends incidents; each change, its state and its mails are one transaction. */
export class Alerts {
  readonly #parts: AlertParts;
  readonly #ledger: Ledger;
  #listeningSince: EpochMs;
  #lastTurn: EpochMs;
  readonly #judged = new Set<string>();

  constructor(parts: AlertParts) {
    this.#parts = parts;
    this.#ledger = new Ledger(parts.sql);
    this.#listeningSince = parts.clock.now();
    this.#lastTurn = this.#listeningSince;
  }

  /**
   * With schools: judges their facts, after each batch of theirs. Without: the tick; judges every school's
   * silence, and the facts of those not judged since the start, in case it ended between a batch and its judging.
   */
  evaluate(schools?: ReadonlySet<string>): void {
    const now = this.#parts.clock.now();
    this.#noticePause(now);
    const { signals, log } = this.#parts;
    const tick = schools === undefined;
    const [only] = schools?.size === 1 ? schools : [];
    const agents = Map.groupBy(signals.agents(only), ({ school }) => school);
    const watched = tick ? this.#ledger.schoolsWatched() : new Set<string>();
    for (const school of schools ?? agents.keys()) {
      const facts = !tick || !this.#judged.has(school);
      const turn = { school, agents: agents.get(school) ?? [], facts, now };
      try {
        this.#judge(turn, watched.has(school));
        this.#judged.add(school);
      } catch (error) {
        log.error({ school, problem: messageOf(error) }, 'alerts_failed');
      }
    }
  }

  incidents(filter: IncidentFilter): readonly IncidentView[] {
    const { school, signals } = this.#parts;
    return this.#ledger.incidents(filter, { school, devices: (id) => signals.devices(id) });
  }

  openCounts(): ReadonlyMap<string, number> {
    return this.#ledger.openCounts();
  }

  openCount(school: string): number {
    return this.#ledger.openCount(school);
  }

  /** A collector that slept (a suspended machine, a clock set anew) was deaf meanwhile: grace begins again. */
  #noticePause(now: EpochMs): void {
    const { silentAfter } = this.#parts;
    if (Math.abs(now - this.#lastTurn) > silentAfter) this.#listeningSince = now;
    this.#lastTurn = now;
  }

  #judge({ school, agents, facts, now }: Turn, watched: boolean): void {
    const silence = this.#silence(agents, now);
    const nothingNew = !facts && !watched && silence.every(({ bad }) => !bad);
    if (nothingNew) return;
    const seen = facts
      ? observeFacts(rules, this.#parts.signals.latest({ school, measurements: WATCHED }), now)
      : [];
    const before = this.#ledger.watches(school);
    const name = (rule: string, device: string) => incidentId(school, rule, device, now);
    const signals = [...silence, ...seen];
    const { state, events } = step({ rules, incidentId: name }, before, signals, now);
    this.#parts.sql.transaction(() => {
      this.#ledger.keep(school, before, state);
      if (events.length > 0) this.#tell(school, events, now);
    });
  }

  #silence(agents: readonly AgentSeen[], now: EpochMs): readonly Signal[] {
    const patience = {
      listeningSince: this.#listeningSince,
      silentAfter: this.#parts.silentAfter,
    };
    return agents.flatMap((agent) => observeSilence(rules, agent, patience, now));
  }

  #tell(id: string, events: readonly AlertEvent[], now: EpochMs): void {
    const { signals, timeZone, notifiers, log } = this.#parts;
    const school = this.#parts.school(id);
    if (school === undefined) throw new Error(`school ${id} is not known`);
    const scene = { school, devices: signals.devices(id), timeZone, now };
    for (const event of events) {
      const opened = event.kind === 'opened';
      const evidence = opened ? event.evidence : this.#ledger.evidence(event.incident);
      const notice = noticeOf(event, evidence, scene);
      if (opened) this.#ledger.open(notice, event.device);
      else this.#ledger.resolve(notice);
      for (const notifier of notifiers) notifier.accept(notice);
      const { incident, rule, device } = { ...event, rule: event.rule.id };
      log.info({ incident, school: id, rule, device }, `incident_${event.kind}`);
    }
  }
}

interface Turn {
  readonly school: string;
  readonly agents: readonly AgentSeen[];
  readonly facts: boolean;
  readonly now: EpochMs;
}
