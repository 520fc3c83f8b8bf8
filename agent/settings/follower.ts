import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf, type Result } from '../../kit/result.ts';
import { type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import type { Poster } from '../ship/http-door.ts';
import { askOffer, type Offer, tellReport } from './ask.ts';
import {
  type Kept,
  onTrial,
  proven,
  refusalOf,
  refusedOffer,
  reporting,
  rolledBack,
  runningVersion,
  told,
  withoutRunning,
} from './kept.ts';

export interface Keeper {
  readonly kept: Kept;
  /** Durable, or throws. */
  keep(kept: Kept): void;
  /** Durable where it can be. */
  hold(kept: Kept): void;
}

export interface FollowerParts {
  readonly keeper: Keeper;
  readonly poster: Pick<Poster, 'post' | 'ask'>;
  readonly collector: string;
  readonly token: () => string | undefined;
  /** Whether this agent could live with them, as far as can be told before. */
  readonly check: (settings: unknown) => Promise<Result<unknown>>;
  /** Ends the agent, so that the next begins with what is kept now. */
  readonly restart: () => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const ASK_EVERY = minutes(5);
/** The agents of a city do not all ask in the second a version is made. */
const SPREAD = seconds(10);
/** A trial is over when a fact gets through this long after the start… */
const PROVEN_AFTER = minutes(2);
/** …and lost when none has by then. */
const TRIAL = minutes(10);

/** Follows what the centre sets: asks, tries, keeps or goes back, and says what became of it. */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #startedAt: Ms;
  #etag: string | undefined;
  #nudge = new AbortController();
  readonly #passed = new AbortController();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.elapsed();
  }

  /** A shipment was answered with this version: asks soon when it is another than ours. */
  heard(version: string | undefined): void {
    const { kept } = this.#parts.keeper;
    if (version === undefined || version === runningVersion(kept)) return;
    if (refusalOf(kept, version) === undefined) this.#nudge.abort();
  }

  /** A batch is stored at the collector. */
  gotThrough(): void {
    if (this.#parts.clock.elapsed() - this.#startedAt >= PROVEN_AFTER) this.#passed.abort();
  }

  async run(stop: AbortSignal): Promise<void> {
    await Promise.all([this.#asking(stop), this.#trial(stop)]);
  }

  async #asking(stop: AbortSignal): Promise<void> {
    const { clock, random } = this.#parts;
    await clock.sleep(ms(SPREAD * random()), stop);
    while (!stop.aborted) {
      this.#nudge = new AbortController();
      const nudge = this.#nudge.signal;
      await this.#safely(() => this.#ask(stop));
      await clock.sleep(ms(ASK_EVERY * (0.9 + 0.2 * random())), AbortSignal.any([stop, nudge]));
      if (nudge.aborted) await clock.sleep(ms(SPREAD * random()), stop);
    }
  }

  async #ask(stop: AbortSignal): Promise<Offer> {
    const { keeper, token } = this.#parts;
    const held = token();
    if (held === undefined) return { kind: 'unreached' };
    for (const report of keeper.kept.reports)
      if (await tellReport(this.#parts, report, { token: held, stop }))
        keeper.hold(told(keeper.kept, report));
    const { offer, etag } = await askOffer(this.#parts, { token: held, etag: this.#etag }, stop);
    if (!stop.aborted) await this.#consider(offer);
    // Not before it was considered: what could not be kept is offered again.
    this.#etag = etag;
    return offer;
  }

  async #consider(offer: Offer): Promise<void> {
    const { keeper, check, log, restart } = this.#parts;
    if (offer.kind !== 'offered') return;
    const { version, settings } = offer;
    if (version === runningVersion(keeper.kept)) return;
    const refusal = refusalOf(keeper.kept, version);
    if (refusal !== undefined) return keeper.hold(reporting(keeper.kept, refusal));
    const checked = await check(settings);
    if (!checked.ok) {
      log.warn({ version, problem: checked.problem }, 'settings of the centre refused');
      keeper.hold(refusedOffer(keeper.kept, version, checked.problem));
      return this.#nudge.abort();
    }
    keeper.keep(onTrial(keeper.kept, { version, settings }));
    log.info({ version }, 'settings of the centre on trial');
    restart();
  }

  async #trial(stop: AbortSignal): Promise<void> {
    const { keeper, clock, log } = this.#parts;
    const version = keeper.kept.trial?.version;
    if (version === undefined) return;
    await clock.sleep(TRIAL, AbortSignal.any([stop, this.#passed.signal]));
    if (stop.aborted) return;
    await this.#safely(async () => {
      if (!this.#passed.signal.aborted) return await this.#giveUp(version, stop);
      keeper.hold(proven(keeper.kept));
      log.info({ version }, 'settings of the centre kept');
      this.#nudge.abort();
    });
  }

  /** The version is to blame only where the collector can be reached; otherwise the line is, and it may be tried again. */
  async #giveUp(version: string, stop: AbortSignal): Promise<void> {
    const { keeper, log, restart } = this.#parts;
    const { kind } = await this.#ask(stop);
    // Another may have been offered, and taken, in its place.
    if (stop.aborted || keeper.kept.trial?.version !== version) return;
    const problem = `no fact got through within ${TRIAL / 60_000} minutes`;
    log.warn({ version, problem, collector: kind }, 'settings of the centre rolled back');
    keeper.hold(
      kind === 'unreached' ? withoutRunning(keeper.kept) : rolledBack(keeper.kept, problem),
    );
    restart();
  }

  /** A full disk, or the like: the agent goes on as it is, and asks again in its turn. */
  async #safely(deed: () => Promise<unknown>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      this.#parts.log.error({ problem: messageOf(error) }, 'settings of the centre not kept');
    }
  }
}
