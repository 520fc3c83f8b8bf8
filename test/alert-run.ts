import { type AlertEvent, type Engine, step } from '../collector/alert/engine/engine.ts';
import type { State } from '../collector/alert/engine/watch.ts';
import type { Signal } from '../collector/alert/signal.ts';
import { epochMs } from '../kit/units.ts';
import { alertRule } from './alert-rules.ts';

/** Looks at an engine's subjects, written down as short as can be. */
export const START = Date.parse('2026-11-23T00:42:00Z');
export const plain: Engine = {
  rules: [
    alertRule('silent', { observations: 1 }),
    alertRule('line', { parents: ['silent'] }),
    alertRule('camera', { parents: ['silent', 'line'] }),
  ],
  cutting: [],
  ancestorsOf: () => [],
  inMaintenance: () => false,
  groupsOf: () => [],
  incidentId: (id, { school, device }, now) => `${id}-${school}-${device}-${now}`,
};

export interface Look {
  readonly rule?: string;
  readonly school?: string;
  readonly device?: string;
  readonly bad: boolean;
  readonly live?: boolean;
  readonly at: number;
}
const signal = (look: Look): Signal => {
  const { rule = 'camera', school = 'a', device = 'c1', bad, live = true, at } = look;
  const stamp = epochMs(START + at);
  return { rule, school, device, bad, live, at: stamp, happenedAt: stamp, evidence: {} };
};

type Looks = readonly (Look | readonly Look[])[];
/** Runs looks one by one, and names what happened. */
export function run(looks: Looks, engine: Engine = plain, from: State = new Map()) {
  let state = from;
  const events: AlertEvent[] = [];
  for (const look of looks) {
    const all = 'bad' in look ? [look] : look;
    const now = epochMs(START + Math.max(...all.map(({ at }) => at)) + 1);
    const turn = step(engine, state, all.map(signal), now);
    state = turn.state;
    events.push(...turn.events);
  }
  return { state, events, names: events.map(nameOf) };
}
const nameOf = (event: AlertEvent): string => {
  const deed = event.kind === 'left' && event.over ? 'resolved' : event.kind;
  return `${event.rule.id} ${deed} ${event.members.length}`;
};
export const times = (count: number, look: (turn: number) => Look): Look[] =>
  Array.from({ length: count }, (_, turn) => look(turn));
