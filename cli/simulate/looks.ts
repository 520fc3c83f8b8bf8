/** What one agent looks at, when, and what it finds: pure, so that any span of time can be told again word for word. */
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
import type { Look, School } from './school.ts';

/** From the beginning of a look to its facts. */
const LONGEST_LOOK_MS = 400;

/** The cadences are those of config/agent.sample.yaml; of cameras and machines, the one that is asked for. */
export function looksOf(school: School): readonly Look[] {
  const look = (id: string, every: Ms, facts: Look['facts']): Look => {
    const span = ms(Math.max(1, Math.round(every / school.speed)));
    return { id, every: span, phase: phaseOf(`${school.id}/${id}`, span), facts };
  };
  const each = (
    count: number,
    [idOf, every]: readonly [(number: number) => string, Ms],
    tell: (turn: Turn, at: EpochMs) => readonly Fact[],
  ): readonly Look[] =>
    Array.from({ length: count }, (_, number) =>
      look(idOf(number), every, (at, turn) => tell({ school, number, turn }, at)),
    );
  const line = each(
    TARGETS.length,
    [(number) => `ping-${number}`, seconds(30)],
    one(simulatedPing),
  );
  const services = each(
    SERVICES.length,
    [(number) => `service-${number}`, minutes(5)],
    one(simulatedService),
  );
  return [
    ...each(school.cameras, [cameraId, school.every], simulatedCamera),
    ...each(school.machines, [machineId, school.every], simulatedMachine),
    ...line,
    ...services,
    ...each(1, [() => 'minute', minutes(1)], one(simulatedMinute)),
    ...each(1, [() => 'bandwidth', hours(6)], one(simulatedBandwidth)),
    look('self', seconds(30), (at, turn) => [simulatedAgent(school, at, turn)]),
    look('server', minutes(1), (at, turn) => [simulatedServer(school, at, turn)]),
    inventory(school),
  ];
}

interface Turn {
  readonly school: School;
  readonly number: number;
  readonly turn: number;
}

const one =
  (tell: (turn: Turn, at: EpochMs) => Fact) =>
  (turn: Turn, at: EpochMs): readonly Fact[] => [tell(turn, at)];

/** Told as the agent starts, and each hour from then on. */
function inventory(school: School): Look {
  const every = hours(1);
  const phase = ms((school.startedAt + 1) % every);
  return { id: 'inventory', every, phase, facts: (at) => simulatedInventory(school, at) };
}

/** All that an agent finds after `from` and until `until`. */
export function factsBetween(
  looks: readonly Look[],
  { seed, index }: Pick<School, 'seed' | 'index'>,
  { from, until }: { readonly from: EpochMs; readonly until: EpochMs },
): readonly Fact[] {
  const facts: Fact[] = [];
  for (const [number, { every, phase, facts: tell }] of looks.entries()) {
    let turn = Math.floor((from - phase) / every) + 1;
    for (; phase + turn * every <= until; turn += 1) {
      const took = Math.min(LONGEST_LOOK_MS, every / 4) * chance(seed, index, number, turn, 70);
      facts.push(...tell(epochMs(phase + turn * every - Math.floor(took)), turn));
    }
  }
  return facts;
}
