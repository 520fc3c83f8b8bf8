import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { days, type EpochMs, hours, type Ms, minutes, ms } from '../../kit/units.ts';
import { AgentTokenAnswer, AgentTokenState } from '../../wire/enrolment.ts';
import type { Answer, Poster } from '../ship/http-door.ts';
import type { TokenShelf } from './data-door.ts';

const MOST_ANSWER_BYTES = 4_096;
/** How old a token gets. */
const LIFE = days(90);
const LOOK_EVERY = hours(1);
/** While a token waits to be tried: the one before it has an hour. */
const TRY_EVERY = minutes(1);

export interface RenewalParts {
  readonly shelf: TokenShelf;
  readonly poster: Pick<Poster, 'post' | 'ask'>;
  readonly collector: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** Whether a token of that age is due; one from the future was written by a clock that was wrong. */
export const isDue = (since: EpochMs, now: EpochMs): boolean =>
  now - since >= LIFE || since - now > days(1);

/**
 * Gives the agent another token every 90 days. The new one is on disk before it is used, and the old one is kept until
 * the collector has taken the new one: whatever breaks off in between, one of the two is good.
 */
export class TokenRenewal {
  readonly #parts: RenewalParts;

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) await this.#parts.clock.sleep(await this.#turn(stop), stop);
  }

  /** One look; gives how long to wait before the next. */
  async #turn(stop: AbortSignal): Promise<Ms> {
    const { shelf, clock, random, log } = this.#parts;
    try {
      const since = shelf.since();
      const isWaiting = shelf.next() !== undefined;
      if (!isWaiting && since !== undefined && isDue(since, clock.now())) await this.#ask(stop);
      if (shelf.next() === undefined) return ms(LOOK_EVERY * (1 + random() / 4));
      return (await this.#tryNext(stop)) ? LOOK_EVERY : TRY_EVERY;
    } catch (error) {
      // A full disk, a folder that cannot be written: the held token is as good as before.
      log.warn({ problem: messageOf(error) }, 'token not renewed');
      return LOOK_EVERY;
    }
  }

  async #ask(stop: AbortSignal): Promise<void> {
    const { shelf, log } = this.#parts;
    const held = shelf.held();
    if (!held.ok) return;
    const { poster } = this.#parts;
    const answer = await poster.post({ ...this.#about(held.value), body: new Uint8Array() }, stop);
    const given = said(answer, 201, AgentTokenAnswer);
    if (given !== undefined) shelf.putNext(given.token);
    else log.warn({ problem: problemOf(answer) }, 'token not renewed');
  }

  /** Whether the matter is settled: the next token is taken, or is none. */
  async #tryNext(stop: AbortSignal): Promise<boolean> {
    const { shelf, log } = this.#parts;
    const next = shelf.next();
    if (next === undefined) return true;
    const { poster } = this.#parts;
    const answer = await poster.ask({ ...this.#about(next), most: MOST_ANSWER_BYTES }, stop);
    if (said(answer, 200, AgentTokenState) !== undefined) {
      shelf.takeNext();
      log.info({}, 'token renewed');
      return true;
    }
    const isRefused = answer.kind === 'answered' && answer.status === 401 && isOurs(answer);
    if (isRefused) shelf.dropNext();
    log.warn({ problem: problemOf(answer) }, 'the new token was not taken');
    return isRefused;
  }

  #about(token: string) {
    return {
      url: `${this.#parts.collector}/api/v1/agent/token`,
      headers: { authorization: `Token ${token}` },
    };
  }
}

/** The loop that renews the token, where it is this agent's to renew. */
export function renewals({
  shelf,
  ...parts
}: Omit<RenewalParts, 'shelf'> & {
  readonly shelf?: TokenShelf | undefined;
}): readonly ((signal: AbortSignal) => Promise<void>)[] {
  if (shelf === undefined) return [];
  const renewal = new TokenRenewal({ ...parts, shelf });
  return [(signal) => renewal.run(signal)];
}

const isOurs = ({ contentType }: Extract<Answer, { kind: 'answered' }>): boolean =>
  contentType.startsWith('application/problem+json');

/** What the collector said, if it surely was the collector: a captive portal answers 200 too. */
function said<Value>(
  answer: Answer,
  status: number,
  schema: { safeParse(value: unknown): { readonly data?: Value | undefined } },
): Value | undefined {
  if (answer.kind !== 'answered' || answer.status !== status) return undefined;
  try {
    return schema.safeParse(JSON.parse(answer.body)).data;
  } catch {
    // A page of something in between.
    return undefined;
  }
}

/** Never the body: a token may stand in it. */
const problemOf = (answer: Answer): string =>
  answer.kind === 'unreached' ? answer.reason : `the collector answers ${answer.status}`;
