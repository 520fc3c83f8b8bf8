import type { Clock } from '../../../kit/clock.ts';
import type { Endpoint } from '../../../kit/endpoint.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { seconds } from '../../../kit/units.ts';
import type { LineCounters, PortCount } from '../line-counters.ts';
import { countOf, countOids, type LinePort, PORT_NAMES, portNamed } from './line-port.ts';
import type { MachinesOptions } from './options.ts';
import { sayProblem } from './session.ts';
import { openSession, type SnmpSession } from './session-door.ts';
import { type Target, targetOf } from './target.ts';
import { walkColumns } from './walk.ts';

/** The counters of the port behind which that line lies; undefined where no machine is its gateway. */
export function lineCounters(
  { list, community }: MachinesOptions,
  uplink: string,
  clock: Clock,
): LineCounters | undefined {
  const gateway = list.find(
    (machine) => machine.wan_interface !== undefined && machine.uplink === uplink,
  );
  if (gateway?.wan_interface === undefined) return undefined;
  return new PortCounters({ ...targetOf(gateway, community), name: gateway.wan_interface }, clock);
}

/** Of one port of one router, named without a config. */
export const portCounters = (
  { endpoint, community, name }: { endpoint: Endpoint; community: string; name: string },
  clock: Clock,
): LineCounters =>
  new PortCounters(
    { endpoint, credentials: { kind: 'community', version: '2c', community }, name },
    clock,
  );

/** Of one question. A lost answer is not asked for again: the next reading is due soon anyway. */
const ANSWER_WITHIN = seconds(1);
/** Of the look for the port, which walks the interface table. */
const FIND_WITHIN = seconds(5);
/** A port more than this is no school's router. */
const MOST_PORTS = 512;
/** Readings every 50 ms for two minutes; a session that used them up is opened anew. */
const MOST_DATAGRAMS = 2_400;

type Wanted = Target & { readonly name: string };

/** A session and its end; what is asked then settles at once. */
interface Line {
  readonly session: SnmpSession;
  readonly end: () => void;
}

class PortCounters implements LineCounters {
  readonly #wanted: Wanted;
  readonly #clock: Clock;
  #line: Line | undefined;
  /** Kept over sessions: each answer says whether the row is still that port. */
  #port: LinePort | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(wanted: Wanted, clock: Clock) {
    this.#wanted = wanted;
    this.#clock = clock;
  }

  read(signal: AbortSignal): Promise<Result<PortCount>> {
    const turn = this.#last.then(() => this.#read(signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.#line?.end();
    this.#line = undefined;
  }

  async #read(signal: AbortSignal): Promise<Result<PortCount>> {
    if (signal.aborted) return fail('stopped');
    const within = this.#port === undefined ? FIND_WITHIN : ANSWER_WITHIN;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(within)]);
    const line = await this.#open(limit);
    if (!line.ok) return line;
    limit.addEventListener('abort', line.value.end, { once: true });
    try {
      const read = await this.#ask(line.value.session);
      // Whatever was wrong, the next reading meets the router afresh: it may have been started anew.
      if (!read.ok) this.close();
      return read;
    } finally {
      limit.removeEventListener('abort', line.value.end);
    }
  }

  async #open(limit: AbortSignal): Promise<Result<Line>> {
    if (this.#line !== undefined && this.#line.session.requests() < MOST_DATAGRAMS - 100)
      return ok(this.#line);
    this.close();
    const ended = new AbortController();
    const stop = (): void => ended.abort();
    limit.addEventListener('abort', stop, { once: true });
    const { endpoint, credentials } = this.#wanted;
    const limits = { retries: 0, timeout: ANSWER_WITHIN, mostDatagrams: MOST_DATAGRAMS };
    const opened = await openSession(endpoint, credentials, { ...limits, signal: ended.signal });
    limit.removeEventListener('abort', stop);
    if (!opened.ok) return fail(sayProblem(opened.problem));
    const session = opened.value;
    const end = (): void => {
      ended.abort();
      session.close();
    };
    this.#line = { session, end };
    return ok(this.#line);
  }

  /** A port whose row went to another is looked for once more within the same reading. */
  async #ask(session: SnmpSession): Promise<Result<PortCount>> {
    const wanted = this.#wanted.name;
    for (let looks = 0; looks < 2; looks += 1) {
      const found =
        this.#port === undefined
          ? await findPort(session, this.#wanted.name, this.#clock)
          : ok(this.#port);
      if (!found.ok) return found;
      this.#port = found.value;
      const askedAt = this.#clock.elapsed();
      const answer = await session.get(countOids(found.value));
      if (!answer.ok) return fail(sayProblem(answer.problem));
      const times = { askedAt, answeredAt: this.#clock.elapsed() };
      const count = countOf(answer.value, { port: found.value, wanted, ...times });
      if (count.ok) return count;
      if (count.problem.kind === 'none') return fail(count.problem.detail);
      this.#port = undefined;
    }
    return fail(`port ${wanted} is lost`);
  }
}

async function findPort(
  asking: SnmpSession,
  wanted: string,
  clock: Clock,
): Promise<Result<LinePort>> {
  const walk = { columns: PORT_NAMES, mostRows: MOST_PORTS };
  const { table, problem } = await walkColumns({ asking, clock }, walk);
  const port = portNamed(wanted, table);
  if (port !== undefined) return ok(port);
  return fail(problem === undefined ? `no port ${wanted}` : sayProblem(problem));
}
