import { lazily } from '../../kit/lazily.ts';
import { messageOf } from '../../kit/result.ts';
import { type EpochMs, type Ms, minutes, seconds } from '../../kit/units.ts';
import type { Notice } from '../notify/notice.ts';
import { devicesOf } from '../store/inventory.ts';
import type { AlertParts } from './alert-parts.ts';
import { type AlertEvent, type Engine, step } from './engine/engine.ts';
import type { Group } from './engine/gather.ts';
import type { State } from './engine/watch.ts';
import { goneSignals } from './gone.ts';
import { unseenAmong } from './group-words.ts';
import { incidentId } from './incident-id.ts';
import { besides, lostAgents, quietLeavings } from './leavings.ts';
import { Ledger } from './ledger.ts';
import { noticeOf, type Scene } from './notices.ts';
import type { Rule } from './rule.ts';
import { observeFacts } from './rules/observe.ts';
import { type AgentSeen, observeCollector, observeSilence } from './rules/observe-silence.ts';
import { type SchoolWord, wordOf } from './school-word.ts';
import type { Signal } from './signal.ts';
import { TOPOLOGY_READS, topologyOf } from './topology.ts';

/** Turns follow one another in seconds; what is longer was a pause. */
const TURNS_APART: Ms = seconds(10);
/** A school's own word on its line counts for so long. */
const LINE_WORD: Ms = minutes(2);
/** Schools looked at in one tick because nobody looked at them since the start: the tick must stay short. */
const CATCH_UP = 25;

/** Opens and ends incidents; each change, its state and what tells people of it are one transaction. */
export class Alerts {
  readonly #parts: AlertParts;
  readonly #ledger: Ledger;
  readonly #deviceRules: readonly Rule[];
  readonly #fleetRules: readonly Rule[];
  readonly #cutting: readonly string[];
  readonly #reads: readonly string[];
  #listeningSince: EpochMs;
  #lastTurn: EpochMs;
  /** Schools that were ever heard. */
  #heard = 0;
  /** What each school last said of rules that concern it as a whole. */
  readonly #words = new Map<string, SchoolWord>();

  constructor(parts: AlertParts) {
    this.#parts = parts;
    this.#ledger = new Ledger(parts.sql);
    const { rules } = parts.rules;
    this.#reads = [...new Set([...parts.rules.watched, 'declaration'])];
    this.#deviceRules = rules.filter(({ scope }) => scope === 'device');
    this.#fleetRules = rules.filter(({ scope }) => scope !== 'device');
    this.#cutting = rules.filter(({ cuts }) => cuts).map(({ id }) => id);
    this.#listeningSince = parts.clock.now();
    this.#lastTurn = this.#listeningSince;
  }

  /**
   * With schools: judges their devices, after each batch of theirs. Without: the tick; judges who is cut off, over all
   * schools together, and the devices of some not judged since the start, in case it ended between a batch and its judging.
   */
  evaluate(schools?: ReadonlySet<string>): void {
    const now = this.#parts.clock.now();
    this.#noticePause(now);
    const agents = schools === undefined ? this.#parts.signals.agents() : [];
    for (const school of schools ?? this.#unjudged(agents)) this.#look(school, now);
    if (schools === undefined) this.#lookOver(agents, now);
  }

  /** What rules opened that were taken away since. */
  endStrangers(): void {
    const known = this.#parts.rules.rules.map(({ id }) => id);
    const strange = this.#ledger.watchesBesides(known);
    this.#endQuietly(strange, strange);
  }

  /** An incident as people are told of it; undefined where there is none, or its rule is gone. */
  notice(incident: string, kind: Notice['kind']): Notice | undefined {
    const stored = this.#ledger.find(incident);
    if (stored === undefined) return undefined;
    const rule = this.#parts.rules.rule(stored.rule);
    if (rule === undefined) return undefined;
    const { clock } = this.#parts;
    return noticeOf(kind, { rule, incident: stored }, this.#scene(), clock.now());
  }

  #scene(): Scene {
    const { scene } = this.#parts;
    return {
      ...scene,
      unseen: (school) => this.#words.get(school)?.unseen ?? unseenAmong(scene.devices(school)),
      uplinks: (school) =>
        this.#words.get(school)?.uplinks ??
        scene.devices(school).filter(({ kind }) => kind === 'uplink'),
    };
  }

  /** A collector that slept (a suspended machine, a clock set anew) was deaf meanwhile: grace begins again. */
  #noticePause(now: EpochMs): void {
    const slept = Math.max(this.#parts.silentAfter, TURNS_APART);
    if (Math.abs(now - this.#lastTurn) > slept) this.#listeningSince = now;
    this.#lastTurn = now;
  }

  #unjudged(agents: readonly AgentSeen[]): ReadonlySet<string> {
    const heard = agents.filter(({ school, lastReceivedAt }) => {
      return lastReceivedAt !== undefined && !this.#words.has(school);
    });
    return new Set(heard.slice(0, CATCH_UP).map(({ school }) => school));
  }

  /** Ends without a word: nobody is left who could say that it is over. */
  #endQuietly(ended: State, all: State): void {
    if (ended.size === 0) return;
    const now = this.#parts.clock.now();
    const left = quietLeavings(ended, all, now);
    this.#parts.sql.transaction(() => {
      this.#ledger.keep(ended, new Map());
      for (const { incident, members, over } of left)
        this.#ledger.leave(incident, members, over, now);
    });
  }

  #look(school: string, now: EpochMs): void {
    const { rules, signals, log } = this.#parts;
    try {
      const rows = signals.latest({ school, measurements: this.#reads });
      const seen = observeFacts(rules, rows, now);
      const heard = this.#silence(signals.agents(school), now);
      const before = this.#ledger.watches(school);
      const gone = goneSignals(before, {
        ...{ rows, signals: seen, now },
        rule: (id) => rules.rule(id),
        isSilent: heard.some(({ bad }) => bad),
      });
      this.#words.set(school, wordOf(rows, [...seen, ...gone], this.#fleetRules, now));
      // Only what is in trouble asks what it hangs behind.
      const topology = lazily(() =>
        topologyOf(signals.latest({ school, measurements: TOPOLOGY_READS }), devicesOf(rows)),
      );
      const engine = this.#engine(this.#deviceRules, ({ device }) =>
        topology().ancestorsOf(device),
      );
      this.#move(engine, before, [...seen, ...heard, ...gone], now);
    } catch (error) {
      log.error({ school, problem: messageOf(error) }, 'alerts_failed');
      // It had its turn: others wait for theirs.
      if (!this.#words.has(school)) this.#words.set(school, wordOf([], [], [], now));
    }
  }

  /** Throws where it could not: the watcher outside must hear of that. */
  #lookOver(agents: readonly AgentSeen[], now: EpochMs): void {
    const { rules, self } = this.#parts;
    const told = self();
    // Who can't store hears nobody, whoever speaks.
    if (told.store_failing === true) this.#listeningSince = now;
    this.#heard = new Set(agents.flatMap((one) => (one.lastReceivedAt ? [one.school] : []))).size;
    const words = [...this.#words.values()].flatMap(({ at, signals }) =>
      signals.map((signal) => ({ ...signal, live: signal.live && now - at <= LINE_WORD })),
    );
    const signals = [
      ...this.#silence(agents, now),
      ...words,
      ...observeCollector(rules, told, now),
    ];
    const engine = this.#engine(this.#fleetRules, () => []);
    const before = this.#ledger.watchesOf(this.#fleetRules.map(({ id }) => id));
    const lost = lostAgents(before, agents, rules);
    this.#endQuietly(lost, before);
    this.#move(engine, besides(before, lost), signals, now);
  }

  #silence(agents: readonly AgentSeen[], now: EpochMs): readonly Signal[] {
    const { rules, silentAfter } = this.#parts;
    const patience = { listeningSince: this.#listeningSince, silentAfter };
    return agents.flatMap((agent) => observeSilence(rules, agent, patience, now));
  }

  #engine(rules: readonly Rule[], ancestorsOf: Engine['ancestorsOf']): Engine {
    const { maintenance, clock } = this.#parts;
    const now = clock.now();
    return {
      rules,
      ancestorsOf,
      cutting: this.#cutting,
      groupsOf: ({ scope }, { school }) =>
        scope === 'device' ? [{ kind: 'school', name: school }] : this.#groupsOf(school),
      inMaintenance: ({ school }) => maintenance.covers(school, now),
      incidentId: (rule, { school, device }) => incidentId(school, rule, device, now),
    };
  }

  /** The ward, the provider, the city: the narrowest first. */
  #groupsOf(school: string): readonly Group[] {
    const ward = this.#parts.scene.school(school)?.unit?.id;
    const provider = this.#words.get(school)?.provider;
    return [
      ...(ward === undefined ? [] : [{ kind: 'ward', name: ward } as const]),
      ...(provider === undefined ? [] : [{ kind: 'provider', name: provider } as const]),
      { kind: 'city', name: '', size: this.#heard },
    ];
  }

  #move(engine: Engine, before: State, signals: readonly Signal[], now: EpochMs): void {
    const { state, events } = step(engine, before, signals, now);
    this.#parts.sql.transaction(() => {
      this.#ledger.keep(before, state);
      for (const event of events) this.#tell(event, now);
    });
  }

  #tell(event: AlertEvent, now: EpochMs): void {
    const { rule, incident, kind, members } = event;
    if (event.kind === 'opened') {
      const { group } = event;
      const { id, severity } = rule;
      this.#ledger.open(
        {
          id: incident,
          rule: id,
          severity,
          tell: this.#tellOf(rule, now),
          group,
          members: event.members,
        },
        now,
      );
    } else if (event.kind === 'joined') this.#ledger.join(incident, rule.id, event.members, now);
    else this.#ledger.leave(incident, event.members, event.over, now);
    const notice = this.notice(incident, event.kind === 'left' && event.over ? 'resolved' : kind);
    if (notice === undefined) return;
    if (event.kind !== 'left') this.#ledger.say(incident, notice.words(notice.members).cause);
    for (const notifier of this.#parts.notifiers) notifier.accept(notice);
    this.#parts.log.info(
      { incident, rule: rule.id, members: members.length },
      `incident_${notice.kind}`,
    );
  }

  #tellOf({ tell, hours }: Rule, now: EpochMs): 'at_once' | 'digest' {
    const late = hours === 'school' && !this.#parts.calendar.isSchoolTime(now);
    return late ? 'digest' : tell;
  }
}
