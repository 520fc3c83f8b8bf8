/** What agents look at, when, and what they find: pure, so that any span of time can be told again word for word. */
import { phaseOf } from '../../agent/schedule/cadence.ts';
import { type EpochMs, epochMs, hours, type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { chance } from './chance.ts';
import { cameraId, simulatedCamera } from './facts/camera.ts';
import {
  SERVICES,
  simulatedBandwidth,
  simulatedMinute,
  simulatedPing,
  simulatedService,
  TARGETS,
} from './facts/line.ts';
import { machineId, simulatedMachine } from './facts/machine.ts';
import { simulatedAgent, simulatedInventory, simulatedServer } from './facts/own.ts';
import type { Look, School, Turn } from './school.ts';

/** From the beginning of a look to its facts. */
const LONGEST_LOOK_MS = 400;
const INVENTORY = 'inventory';

/** A school with the looks all schools share, and its own phase of each. */
export interface Round {
  readonly school: School;
  readonly looks: readonly Look[];
  readonly phases: Float64Array;
}

/** The cadences are those of config/agent.sample.yaml; of cameras and machines, the one that is asked for. */
export function looksOf({
  cameras,
  machines,
  every,
  speed,
}: Pick<School, 'cameras' | 'machines' | 'every' | 'speed'>): readonly Look[] {
  const each = (count: number, nameOf: (number: number) => string, look: Telling): Look[] =>
    Array.from({ length: count }, (_, number) => ({
      id: nameOf(number),
      every: ms(Math.max(1, Math.round(look.every / speed))),
      number,
      facts: look.facts,
    }));
  const one = (id: string, span: Ms, fact: (turn: Turn, at: EpochMs) => Fact): Look[] =>
    each(1, () => id, { every: span, facts: listed(fact) });
  return [
    ...each(cameras, cameraId, { every, facts: simulatedCamera }),
    ...each(machines, machineId, { every, facts: simulatedMachine }),
    ...each(TARGETS.length, (number) => `ping-${number}`, {
      every: seconds(30),
      facts: listed(simulatedPing),
    }),
    ...each(SERVICES.length, (number) => `service-${number}`, {
      every: minutes(5),
      facts: listed(simulatedService),
    }),
    ...one('minute', minutes(1), simulatedMinute),
    ...one('bandwidth', hours(6), simulatedBandwidth),
    ...one('self', seconds(30), simulatedAgent),
    ...one('server', minutes(1), simulatedServer),
    { id: INVENTORY, every: hours(1), number: 0, facts: simulatedInventory },
  ];
}

type Telling = Pick<Look, 'every' | 'facts'>;

const listed =
  (tell: (turn: Turn, at: EpochMs) => Fact): Look['facts'] =>
  (turn, at) => [tell(turn, at)];

/** `looks` are shared by all schools that have as many of everything. */
export const roundOf = (school: School, looks: readonly Look[] = looksOf(school)): Round => ({
  school,
  looks,
  phases: Float64Array.from(looks, ({ id, every }) =>
    // Told as the agent starts, and each hour from then on.
    id === INVENTORY ? (school.startedAt + 1) % every : phaseOf(`${school.id}/${id}`, every),
  ),
});

/** All that an agent finds after `from` and until `until`. */
export function factsBetween(
  { school, looks, phases }: Round,
  { from, until }: { readonly from: EpochMs; readonly until: EpochMs },
): readonly Fact[] {
  const facts: Fact[] = [];
  for (const [at, { every, number, facts: tell }] of looks.entries()) {
    const phase = phases[at] ?? 0;
    let turn = Math.floor((from - phase) / every) + 1;
    for (; phase + turn * every <= until; turn += 1) {
      const took =
        Math.min(LONGEST_LOOK_MS, every / 4) * chance(school.seed, school.index, at, turn, 70);
      const stamp = epochMs(phase + turn * every - Math.floor(took));
      facts.push(...tell({ school, number, turn }, stamp));
    }
  }
  return facts;
}
