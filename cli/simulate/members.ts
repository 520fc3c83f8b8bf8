/** Joins each simulated school to the agent's own shipment. */
import { phaseOf } from '../../agent/schedule/cadence.ts';
import type { Poster } from '../../agent/ship/http-door.ts';
import { Shipment } from '../../agent/ship/shipment.ts';
import type { Clock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { ok } from '../../kit/result.ts';
import { type EpochMs, epochMs, type Ms, minutes, ms } from '../../kit/units.ts';
import type { Asked } from './asked.ts';
import type { Ledger } from './ledger.ts';
import { looksOf, type Round, roundOf } from './looks.ts';
import { AGENT, type School } from './school.ts';
import { SimulatedSpool } from './spool.ts';

export interface CityParts {
  readonly asked: Asked;
  readonly schools: readonly School[];
  /** In the order of the schools. */
  readonly tokens: readonly string[];
  /** Names this run in the ids of its batches. */
  readonly run: string;
  readonly post: Poster['post'];
  readonly clock: Clock;
  readonly random: () => number;
}

export interface Member {
  readonly school: School;
  readonly round: Round;
  readonly spool: SimulatedSpool;
  readonly shipment: Shipment;
  /** From the beginning of the run until it first sends. */
  readonly after: Ms;
}

/** Agents whose back-off is at its cap come back within this. */
const COME_BACK_WITHIN = minutes(1);

export function schoolsOf(asked: Asked, startedAt: EpochMs): readonly School[] {
  const { cameras, machines, every, speed, seed, units } = asked;
  return Array.from({ length: asked.schools }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return {
      id: `mo-phong-${number}`,
      name: `Trường mô phỏng ${number}`,
      unit: units.length === 0 ? undefined : units[index % units.length],
      ...{ index, seed, cameras, machines, every, speed, startedAt },
    };
  });
}

export function membersOf(parts: CityParts, ledger: Ledger): readonly Member[] {
  const looks = looksOf(parts.asked);
  return parts.schools.map((school, at) =>
    memberOf(parts, ledger, { round: roundOf(school, looks), token: parts.tokens[at] ?? '' }),
  );
}

function memberOf(
  parts: CityParts,
  ledger: Ledger,
  { round, token }: { readonly round: Round; readonly token: string },
): Member {
  const { asked, clock, random, run } = parts;
  const { school } = round;
  const after = firstSend(asked, school);
  const spool = new SimulatedSpool({
    ...{ round, clock, run },
    outage: asked.backlog,
    back: epochMs(school.startedAt + after),
    replayed: asked.replayed,
    settled: (given) => ledger.acknowledge(school.id, given, clock.now()),
  });
  const shipment = new Shipment({
    spool,
    async post(post, stop) {
      const given = spool.sending;
      const answer = await parts.post(post, stop);
      if (given !== undefined) ledger.answered(given, answer);
      return answer;
    },
    token: () => ok(token),
    collector: asked.collector,
    every: asked.ship,
    backlogRate: asked.backlogRate,
    ...{ clock, random },
    log: silentLog,
  });
  return { school, round, spool, shipment, after };
}

function firstSend({ herd, backlog, ship }: Asked, school: School): Ms {
  if (herd) return ms(0);
  return phaseOf(`${school.id}/${AGENT}`, backlog > 0 ? COME_BACK_WITHIN : ship);
}
