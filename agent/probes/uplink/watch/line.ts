import { type Endpoint, endpointOf } from '../../../../kit/endpoint.ts';
import type { EpochMs } from '../../../../kit/units.ts';
import { ms, seconds } from '../../../../kit/units.ts';
import type { ProbeParts } from '../../probe.ts';
import type { UplinkOptions } from '../options.ts';
import { Beat } from './beat-door.ts';
import { farEndsOf, type LineAround, nameFor, type Watched } from './far-ends.ts';
import { KnownAddress, knock } from './knock-door.ts';
import { askName } from './name-door.ts';
import { Poller } from './poller.ts';
import type { Before } from './reach.ts';
import { reachOf, toAskNow } from './reach.ts';
import { Router } from './router.ts';
import { secondOf } from './run.ts';
import type { Answer, FarEnd, Second } from './second.ts';
import type { System } from './system-door.ts';

/** Everybody who is asked about the line: far ends, a name server, the router. */

const ANSWER_WITHIN = seconds(2);
const ROUTER = { every: seconds(30), spacing: seconds(3) };
const PORT_IF_NONE = 80;

interface EachSecond {
  readonly watched: Watched;
  readonly beat: Beat;
}
interface NowAndThen {
  readonly watched: Watched;
  readonly poller: Poller<Answer>;
}

export interface LineParts extends Pick<ProbeParts, 'clock' | 'log'> {
  readonly section: UplinkOptions;
  readonly around: LineAround;
  readonly system: System;
}

export class Line {
  readonly subjects: ReadonlySet<string>;
  readonly #each: readonly EachSecond[];
  readonly #others: readonly NowAndThen[];
  readonly #names: Poller<boolean> | undefined;
  readonly #router: Router;
  readonly #routerPoller: Poller<true>;

  constructor(parts: LineParts) {
    const { section, around, clock, log } = parts;
    const ends = farEndsOf(section, around);
    this.subjects = new Set([...ends.map(({ subject }) => subject), 'dns']);
    this.#each = ends
      .filter(({ eachSecond }) => eachSecond)
      .map((watched) => ({ watched, beat: new Beat(watched.endpoint, clock) }));
    this.#others = ends
      .filter(({ eachSecond }) => !eachSecond)
      .map((watched) => ({ watched, poller: knockPoller(watched, parts) }));
    this.#names = namePoller(ends, parts);
    const configured = gatewayOf(section);
    const router = new Router({ system: parts.system, knock, clock, configured });
    this.#router = router;
    this.#routerPoller = new Poller<true>({
      ...{ ...ROUTER, clock, log },
      async look(signal) {
        await router.look(secondOf(clock.now()), signal);
        return true;
      },
    });
  }

  /** The first question of a second, and whatever else is due. */
  ask(at: EpochMs, signal: AbortSignal): void {
    for (const { beat } of this.#each) beat.ask(at);
    for (const { poller } of this.#others) poller.ask(at, isBad(poller), signal);
    this.#names?.ask(at, false, signal);
    this.#routerPoller.ask(at, false, signal);
  }

  /** Another question to those that have not answered yet: one lost datagram is no lost second. */
  askAgain(at: EpochMs): void {
    for (const { beat } of this.#each) if (!beat.ledger.hasHeard(at)) beat.ask(at);
  }

  /** Where this second has no answer yet: who else could tell, and the router. */
  askInDoubt(at: EpochMs, before: Before, signal: AbortSignal): void {
    const farEnds = this.#farEnds(at);
    if (reachOf({ farEnds }, before) === 'reached') return;
    const asked = toAskNow(farEnds, before);
    for (const { watched, poller } of this.#others)
      if (asked.has(watched.subject)) poller.ask(at, true, signal);
    this.#routerPoller.ask(at, true, signal);
  }

  /** What was seen in a second, once its answers had their time. */
  seen(at: EpochMs, before: Before): Second {
    const farEnds = this.#farEnds(at);
    const named = this.#names?.looks.until(at);
    const name = named && { answered: named.value, askedAt: named.askedAt };
    if (reachOf({ farEnds }, before) === 'reached')
      return { at, farEnds, name, port: undefined, router: undefined };
    return { at, farEnds, name, port: this.#router.isPortUp(), router: this.#router.alive(at) };
  }

  /** The clock was set back: what was asked before has stamps of the future. */
  forget(): void {
    for (const { poller } of this.#others) poller.looks.clear();
    this.#names?.looks.clear();
    this.#router.clear();
  }

  async close(): Promise<void> {
    for (const { beat } of this.#each) beat.close();
    const pollers = [...this.#others.map(({ poller }) => poller), this.#names, this.#routerPoller];
    await Promise.all(pollers.map((poller) => poller?.ended()));
  }

  #farEnds(at: EpochMs): readonly FarEnd[] {
    const beats = this.#each.flatMap(({ watched, beat }) => {
      const answer = beat.ledger.answerOf(at);
      return answer === undefined ? [] : [{ ...saidOf(watched), ...answer, askedAt: at }];
    });
    const looks = this.#others.map(({ watched, poller }): FarEnd => {
      const look = poller.looks.until(at);
      return { ...saidOf(watched), answer: look?.value, askedAt: look?.askedAt ?? at };
    });
    return [...beats, ...looks];
  }
}

const saidOf = ({ subject, kind, eachSecond }: Watched) => ({ subject, kind, eachSecond });

const isBad = ({ looks }: Poller<Answer>): boolean =>
  (looks.newest()?.value ?? 'answered') !== 'answered';

function gatewayOf({ watch }: UplinkOptions): Endpoint | undefined {
  return watch === 'off' || watch.gateway === undefined
    ? undefined
    : endpointOf(watch.gateway, PORT_IF_NONE);
}

function knockPoller(watched: Watched, { clock, log }: LineParts): Poller<Answer> {
  const known = new KnownAddress(watched.endpoint.host, clock);
  return new Poller({
    ...{ every: watched.every, spacing: watched.spacing, clock, log },
    async look(signal) {
      const host = await known.current(signal);
      // A name that never had an address says nothing of the far end.
      if (host === undefined) return undefined;
      return (await knock({ ...watched.endpoint, host }, ANSWER_WITHIN, signal)).answer;
    },
  });
}

function namePoller(
  ends: readonly Watched[],
  { section, around, clock, log }: LineParts,
): Poller<boolean> | undefined {
  if (section.watch === 'off' || section.watch.dns === 'off') return undefined;
  const { server, every } = section.watch.dns;
  const name = section.watch.dns.name ?? nameFor(around.collector, ends);
  if (name === undefined) return undefined;
  const question = { name, server, wait: ms(ANSWER_WITHIN) };
  return new Poller({
    ...{ every, spacing: every, clock, log },
    look: (signal) => askName(question, signal),
  });
}
