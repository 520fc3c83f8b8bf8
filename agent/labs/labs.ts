import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import type { Fact } from '../../wire/fact.ts';
import type { Watch } from '../probes/probe.ts';
import { askedSystems } from '../probes/service/asked.ts';
import type { LabCount } from './count.ts';
import { answerLab, type DeskParts, type LabBody, type LabRequest } from './desk.ts';
import { keepCount } from './keep-count.ts';
import { keepListening } from './keep-listening.ts';
import { labToken } from './key-door.ts';
import { labTests } from './lab-tests.ts';
import type { Ledger } from './ledger.ts';
import type { ListenerLimits } from './listener-door.ts';
import { nearBy } from './near.ts';
import { type ConfigWithLabs, openLedger } from './open-ledger.ts';
import { type RefusalReason, Refusals } from './refusals.ts';
import type { Hearing, LabsState } from './state.ts';
import { Turns } from './turns.ts';

export interface LabsParts {
  readonly config: ConfigWithLabs;
  readonly clock: Clock;
  readonly log: Log;
  /** The newest fact of each series. */
  readonly facts: () => readonly Fact[];
  readonly limits?: ListenerLimits;
}

/** The computer labs of a school: hears their machines, and counts them. */
export interface Labs {
  readonly watch: Watch;
  state(): LabsState;
  /** Since the start. */
  refusedReports(): number;
}

/** A lab behind an address translator is many machines at one address. */
const REQUESTS_PER_MINUTE = 240;

export async function openLabs(parts: LabsParts): Promise<Labs> {
  const { config, clock, log, facts } = parts;
  const options = config.labs;
  const tests = labTests(options, await askedSystems(config, parts), config.uplink);
  const asked = new Set(tests.services.map(({ name }) => name));
  const ledger = openLedger(config, log, asked);
  const refusals = new Refusals();
  const turns = new Turns(REQUESTS_PER_MINUTE);
  const refused = (address: string, reason: RefusalReason): void => {
    if (refusals.add(address, reason, clock.now())) log.warn({ address, reason }, 'report refused');
  };
  const broken = (problem: string): void => log.error({ problem }, 'report not taken');
  const deskFor = (tell: (facts: readonly Fact[]) => void): DeskParts => ({
    ...{ near: nearBy(config.subnets), tests: () => tests, refused, broken },
    token: () => labToken(config.data),
    turn: (address) => turns.take(address, clock.elapsed()),
    receive(report, address) {
      const received = ledger.receive(report, address, clock.now());
      if (received === undefined) return undefined;
      refusals.settle(address);
      tell(received.facts);
      return { machine: received.machine, every_s: tests.every_s };
    },
  });
  let hearing: Hearing = options.listen === 'off' ? { kind: 'off' } : { kind: 'starting' };
  return {
    watch: {
      id: 'labs',
      async run(tell, signal) {
        const desk = deskFor(tell);
        const listening = {
          ...{ ...parts, listen: options.listen, data: config.data, refused, broken },
          answer: (request: LabRequest, body: () => Promise<LabBody>) =>
            answerLab(request, body, desk),
          hear(next: Hearing): void {
            hearing = next;
          },
        };
        await Promise.all([
          options.listen === 'off' ? undefined : keepListening(listening, signal),
          keepCount({ ledger, facts, tell, clock, log }, signal),
        ]);
      },
    },
    state: () => ({
      ...{ listen: options.listen, hearing, withinDays: options.usable_within },
      count: countOf(ledger, parts),
      refused: refusals.lately(clock.now()),
    }),
    refusedReports: () => refusals.total,
  };
}

/** The page has more to show than its labs. */
function countOf(ledger: Ledger, { clock, log }: LabsParts): LabCount | undefined {
  try {
    return ledger.count(clock.now());
  } catch (error) {
    log.error({ problem: messageOf(error) }, 'labs not counted');
    return undefined;
  }
}
