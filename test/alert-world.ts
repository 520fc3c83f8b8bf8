import fc from 'fast-check';
import { type AlertEvent, type Engine, step } from '../collector/alert/engine/engine.ts';
import { type State, subjectOfKey, type Watch } from '../collector/alert/engine/watch.ts';
import type { Signal } from '../collector/alert/signal.ts';
import { type EpochMs, epochMs, hours, minutes, seconds } from '../kit/units.ts';
import { worldRules } from './alert-rules.ts';

/** Three schools of one ward and one provider; each has a switch, behind it a recorder, behind that two cameras. */
const SCHOOLS = ['a', 'b', 'c'] as const;
const DEVICES = ['s1', 'r1', 'c1', 'c2'] as const;
const PARTS = ['agent', 'line', ...DEVICES] as const;
type Part = (typeof PARTS)[number];
type School = (typeof SCHOOLS)[number];

export const RULE_OF: Readonly<Record<Part, string>> = {
  agent: 'silent',
  line: 'line',
  s1: 'switch',
  r1: 'recorder',
  c1: 'camera',
  c2: 'camera',
};
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  r1: ['s1'],
  c1: ['r1', 's1'],
  c2: ['r1', 's1'],
};
export const ancestorsOf = (device: string): readonly string[] => BEHIND[device] ?? [];

/** Something breaks or is mended, or time goes by while only some of the parts are looked at. */
export type Happening =
  | { readonly kind: 'set'; readonly school: School; readonly part: Part; readonly good: boolean }
  | {
      readonly kind: 'look';
      readonly school: School;
      readonly parts: readonly Part[];
      readonly live: boolean;
    }
  /** One part in every school, and seen so. */
  | { readonly kind: 'storm'; readonly part: Part; readonly good: boolean }
  | { readonly kind: 'wait'; readonly span: number };

export const histories = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('set' as const),
        school: fc.constantFrom(...SCHOOLS),
        part: fc.constantFrom(...PARTS),
        good: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('look' as const),
        school: fc.constantFrom(...SCHOOLS),
        parts: fc.subarray([...PARTS], { minLength: 1 }),
        live: fc.integer({ min: 0, max: 7 }).map((one) => one > 0),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('storm' as const),
        part: fc.constantFrom(...PARTS),
        good: fc.integer({ min: 0, max: 2 }).map((one) => one === 0),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        span: fc.constantFrom(0, seconds(1), seconds(21), seconds(61), minutes(6), hours(2)),
      }),
    },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);

const START = epochMs(Date.parse('2026-11-23T00:42:00Z'));
/** Two are enough to go wrong together, so that short histories come to it. */
const RULES = worldRules.map((rule) =>
  rule.gather === undefined ? rule : { ...rule, gather: { ...rule.gather, least: 2 } },
);
const FLEET = RULES.filter(({ scope }) => scope === 'school');
const OWN = RULES.filter(({ scope }) => scope === 'device');

export interface Told {
  readonly event: AlertEvent;
  /** As it was before the step, and after it. */
  readonly before: State;
  readonly after: State;
}

/** Plays a history through both steps, as the collector does, and shows every event with the states around it. */
export class World {
  #state: State = new Map();
  #now: EpochMs = START;
  readonly #broken = new Set<string>();
  readonly #said = new Map<string, Signal>();
  readonly told: Told[] = [];

  get state(): State {
    return this.#state;
  }

  play(happenings: readonly Happening[]): this {
    for (const one of happenings) this.#happen(one);
    return this;
  }

  /** Everything is mended and seen so; and again, as it goes on being. */
  heal(): this {
    this.#broken.clear();
    for (const span of [seconds(1), minutes(10)]) {
      this.#now = epochMs(this.#now + span);
      for (const school of SCHOOLS) this.#look(school, PARTS, true);
      this.#tick();
    }
    return this;
  }

  #happen(one: Happening): void {
    if (one.kind === 'set') this.#set(one.school, one.part, one.good);
    else if (one.kind === 'storm')
      for (const school of SCHOOLS) {
        this.#set(school, one.part, one.good);
        this.#look(school, [one.part], true);
      }
    else if (one.kind === 'wait') {
      this.#now = epochMs(this.#now + one.span);
      this.#tick();
    } else this.#look(one.school, one.parts, one.live);
  }

  #set(school: School, part: Part, good: boolean): void {
    if (good) this.#broken.delete(`${school} ${part}`);
    else this.#broken.add(`${school} ${part}`);
  }

  #look(school: School, parts: readonly Part[], live: boolean): void {
    for (const part of parts) {
      const rule = RULE_OF[part];
      const bad = this.#broken.has(`${school} ${part}`);
      const [at, happenedAt] = [this.#now, this.#now];
      this.#said.set(`${school} ${part}`, {
        rule,
        school,
        device: part,
        bad,
        live,
        at,
        happenedAt,
        evidence: {},
      });
    }
    const own = [...this.#said].flatMap(([key, said]) =>
      key.startsWith(`${school} `) ? [said] : [],
    );
    this.#step(OWN, own);
  }

  #tick(): void {
    const fleet = [...this.#said.values()].filter(({ rule }) =>
      FLEET.some(({ id }) => id === rule),
    );
    this.#step(FLEET, fleet);
  }

  #step(rules: Engine['rules'], signals: readonly Signal[]): void {
    const before = this.#state;
    const engine = { ...SURROUNDINGS, rules };
    const { state, events } = step(engine, before, signals, this.#now);
    // Through JSON, as the store keeps it.
    this.#state = new Map([...state].map(([key, watch]) => [key, copyOf(watch)]));
    for (const event of events) this.told.push({ event, before, after: state });
  }
}

const copyOf = (watch: Watch): Watch => JSON.parse(JSON.stringify(watch)) as Watch;

let opened = 0;
const SURROUNDINGS: Omit<Engine, 'rules'> = {
  cutting: ['switch', 'recorder'],
  ancestorsOf: ({ device }) => ancestorsOf(device),
  inMaintenance: () => false,
  groupsOf: (rule, { school }) =>
    rule.scope === 'device'
      ? [{ kind: 'school', name: school }]
      : [
          { kind: 'ward', name: 'w' },
          { kind: 'provider', name: 'P' },
        ],
  incidentId(rule, { school, device }) {
    opened += 1;
    return `${rule}-${school}-${device}-${opened}`;
  },
};

/** Whether a subject of this rule in this school is in an incident. */
export const isOpen = (state: State, rule: string, school: string, device?: string): boolean =>
  [...state].some(([key, { open }]) => {
    const own = subjectOfKey(key);
    const fits = own.rule === rule && own.school === school;
    return fits && open !== undefined && (device === undefined || own.device === device);
  });
