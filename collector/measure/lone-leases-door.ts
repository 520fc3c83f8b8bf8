import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { minutes } from '../../kit/units.ts';
import { LEASE_HEADER, LeaseRequest } from '../../wire/lease.ts';
import { peerKey } from '../access/throttle.ts';
import { type Allowance, type MeasureStream, type Refusal, refusalWords } from '../lease/gate.ts';
import { noJournal } from '../lease/journal.ts';
import { Leases } from '../lease/leases.ts';
import { DEFAULT_LEASE_LIMITS, type LeaseLimits } from '../lease/limits.ts';
import { EchoLimit } from './echo-limit.ts';
import { sendProblem } from './problem-door.ts';

/** Nobody shows a token here: an address has one test at a time and so many a minute, and those who wait may ask often enough. */
export const LONE_LIMITS: LeaseLimits = {
  ...DEFAULT_LEASE_LIMITS,
  terms: { light: { seconds: 5, most: 60 }, heavy: { seconds: 10, most: 60 } },
  period: minutes(1),
  mostWaiting: 1_000,
};
const QUESTIONS = { perSecond: 2, burst: 20, mostSources: 20_000 };
const MOST_BODY_BYTES = 4_096;

export interface LoneLeases {
  /** POST /api/v1/leases */
  ask(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** DELETE /api/v1/leases */
  handBack(request: IncomingMessage, response: ServerResponse): void;
  /** Undefined where it was refused and answered. */
  allowed(
    request: IncomingMessage,
    response: ServerResponse,
    stream: MeasureStream,
  ): Allowance | undefined;
}

/** The leases of a far end that stands alone: in memory, by address. */
export function loneLeases({
  clock,
  limits,
}: {
  readonly clock: Clock;
  readonly limits: LeaseLimits;
}): LoneLeases {
  const leases = new Leases({ limits, clock, journal: noJournal });
  const questions = new EchoLimit(QUESTIONS);
  return {
    async ask(request, response) {
      const holder = holderOf(request);
      if (!questions.admits(holder.id, clock.elapsed()))
        return sendProblem(response, 429, { detail: 'too many questions', retryAfterS: 5 });
      const asked = await readRequest(request);
      if (!asked.ok) return sendProblem(response, 422, { detail: asked.problem });
      const answer = leases.ask(holder, asked.value);
      const isGiven = answer.state === 'granted' || answer.state === 'wait';
      if (!isGiven) {
        const { retryAfterS } = answer;
        const [status, detail] = NOT_GIVEN[answer.state];
        return sendProblem(response, status, { detail, retryAfterS });
      }
      const { state } = answer;
      if (state === 'wait') response.setHeader('Retry-After', Math.ceil(answer.retryAfterS));
      response.writeHead(state === 'wait' ? 202 : 201, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
      });
      response.end(JSON.stringify(answer));
    },
    handBack(request, response) {
      const lease = leaseOf(request);
      if (lease === undefined) leases.leave(holderOf(request));
      else leases.release(lease, undefined);
      response.writeHead(204).end();
    },
    allowed(request, response, stream) {
      // Whoever knows the lease may use it: a client may come from another address for each connection.
      const used = leases.use(leaseOf(request), stream, undefined);
      if (used.ok) return used.value;
      refuse(response, used.problem);
      return undefined;
    },
  };
}

const NOT_GIVEN = {
  too_many: [429, 'this address had its leases of the minute'],
  full: [503, 'too many wait for a lease'],
} as const;

const holderOf = ({ socket }: IncomingMessage) => ({
  id: peerKey(socket.remoteAddress ?? ''),
  agent: '',
});

function leaseOf({ headers }: IncomingMessage): string | undefined {
  const lease = headers[LEASE_HEADER.toLowerCase()];
  return typeof lease === 'string' ? lease : undefined;
}

const refuse = (response: ServerResponse, reason: Refusal): void =>
  sendProblem(response, 403, { detail: refusalWords[reason], reason });

async function readRequest(request: IncomingMessage): Promise<Result<LeaseRequest>> {
  try {
    let text = '';
    for await (const part of request.setEncoding('utf8')) {
      text += part;
      if (text.length > MOST_BODY_BYTES) return fail(`more than ${MOST_BODY_BYTES} bytes`);
    }
    return ok(LeaseRequest.parse(text === '' ? {} : JSON.parse(text)));
  } catch (error) {
    return fail(`the body is no request for a lease: ${messageOf(error).slice(0, 500)}`);
  }
}
