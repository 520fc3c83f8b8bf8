import { fail, type Result } from '../../../kit/result.ts';
import type { Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { Pass } from '../probe.ts';
import { bottleneckOf } from './bottleneck.ts';
import type { Budget } from './budget.ts';
import { type Capacity, type CapacityProblem, type CountSeries, capacityOf } from './capacity.ts';
import { bandwidthFact } from './facts.ts';
import type { LineMeasurement } from './line.ts';
import type { UplinkOptions } from './options.ts';
import type { Surge } from './surge.ts';
import type { Passage, PutOff } from './turn.ts';
import { capacityFields, sayWaited, surgePhrase, turnFact } from './turn-facts.ts';
import { sayBandwidth } from './words.ts';

/** One test of the line, and what was counted at the router meanwhile. */
export interface Turn {
  readonly line: LineMeasurement;
  readonly down: CountSeries;
  readonly up: CountSeries;
  readonly surge: Surge | undefined;
}

type Telling = Pick<UplinkOptions, 'id' | 'contract'> & { readonly budget: Budget };

/** A test put off: no rate, why, and when again. */
export function putOffPass(
  { id, budget }: Telling,
  { putOff, problem }: { readonly putOff: PutOff; readonly problem?: Text },
  at: EpochMs,
): Pass {
  const { waited, again, detail } = putOff;
  const facts = [turnFact(id, { budget, waited, error: detail }, at)];
  return { facts, healthy: true, again, problem: problem ?? sayWaited(waited) };
}

/** A test that others cut short. */
export function surgedPass(
  { id, budget }: Telling,
  { surge, putOff }: { readonly surge: Surge; readonly putOff: PutOff },
  at: EpochMs,
): Pass {
  return {
    facts: [turnFact(id, { budget, waited: 'surge', error: surgePhrase(surge) }, at)],
    healthy: true,
    again: putOff.again,
    problem: sayWaited('surge'),
  };
}

/** A test that ran to its end, whatever came of it. */
export function testedPass(
  { id, contract, budget }: Telling,
  { turn, passage }: { readonly turn: Turn; readonly passage: Pick<Passage, 'weight'> },
  at: EpochMs,
): Pass {
  const fact = bandwidthFact(
    id,
    { line: turn.line, bottleneck: bottleneckOf({ ...turn.line, contract }) },
    at,
  );
  const { weight } = passage;
  const fields = { ...fact.fields, ...capacityFields(capacities(turn)), weight };
  const problem = sayBandwidth(turn.line);
  return {
    facts: [{ ...fact, fields }, turnFact(id, { budget }, at)],
    // A far end that is busy or gone says nothing about the line: the next turn is soon enough.
    healthy: true,
    ...(problem === undefined ? {} : { problem }),
  };
}

export interface Capacities {
  readonly down: Result<Capacity, CapacityProblem>;
  readonly up: Result<Capacity, CapacityProblem>;
}

/** What the link carried in all while each direction was full. */
export function capacities({ line, down, up }: Omit<Turn, 'surge'>): Capacities {
  const of = (direction: 'down' | 'up', series: CountSeries) => {
    const { rate, from, to } = line[direction];
    if (!rate.ok) return fail('missing' as const);
    return capacityOf(series, { direction, from, to, ownBps: rate.value });
  };
  return { down: of('down', down), up: of('up', up) };
}
