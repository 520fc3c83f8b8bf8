import { backOff } from '../../agent/ship/policy.ts';
import { seal } from '../../agent/spool/seal.ts';
import type { Batch } from '../../agent/spool/spool.ts';
import type { Clock } from '../../kit/clock.ts';
import { type EpochMs, epochMs, type Ms, minutes, ms } from '../../kit/units.ts';
import { batchId } from '../../wire/batch.ts';
import type { Fact } from '../../wire/fact.ts';
import { chance } from './chance.ts';
import { factsBetween, type Round } from './looks.ts';
import { AGENT } from './school.ts';

/** What an agent found after `from` and until `until`, under a number of its own. */
export interface Span {
  readonly sequence: number;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/**
 * `live`: sent as it was found. `late`: found while this ran, and sent again after a failure. `outage`: from before this
 * ran. `again`: acknowledged already, and sent once more to see that it is known.
 */
export type Kind = 'live' | 'late' | 'outage' | 'again';

export interface Given extends Batch {
  readonly span: Span;
  readonly kind: Kind;
  /** Of those facts that can be told as soon as they are found. */
  readonly stamps: readonly EpochMs[];
}

export interface SpoolParts {
  readonly round: Round;
  readonly clock: Pick<Clock, 'now'>;
  /** Names this run: another one must not give the same ids to other lines. */
  readonly run: string;
  /** How long the line was down before this began. */
  readonly outage: Ms;
  /** When the line carries again: what was found before waited for it, and tells nothing of the collector's lag. */
  readonly back: EpochMs;
  /** Share of the acknowledged batches that are sent once more. */
  readonly replayed: number;
  readonly settled: (given: Given) => void;
}

/** A batch of an agent that was away for longer holds at most this. */
const LONGEST_LIVE = minutes(5);
/** So many failures in a row that the back-off is at its cap, as in a long outage. */
const LONG_DOWN = 20;
/** Above any number an outage comes to: 30 days at a batch a second. */
const FIRST_LIVE = 2_600_000;

/** An agent's spool without a disk: what waits is a list of spans, and each is told again when it is sent. */
export class SimulatedSpool {
  readonly #parts: SpoolParts;
  #tellsUntil: EpochMs;
  #live = FIRST_LIVE;
  #outage: Span;
  readonly #late: Span[] = [];
  readonly #again: Span[] = [];
  #given: Given | undefined;
  #ended = false;

  constructor(parts: SpoolParts) {
    const { round, outage } = parts;
    const { school } = round;
    this.#parts = parts;
    this.#tellsUntil = school.startedAt;
    const from = epochMs(school.startedAt - outage);
    this.#outage = { sequence: 0, from, until: from };
    this.#nextOutage();
  }

  peekLive(): Given | undefined {
    if (this.#ended) return undefined;
    const now = this.#parts.clock.now();
    while (now - this.#tellsUntil > LONGEST_LIVE)
      this.#late.push(this.#nextLive(epochMs(this.#tellsUntil + LONGEST_LIVE)));
    return this.#tell(this.#nextLive(now), 'live');
  }

  peekBacklog(): Given | undefined {
    if (this.#ended) return undefined;
    return (
      this.#first(this.#again, 'again') ?? this.#outageBatch() ?? this.#first(this.#late, 'late')
    );
  }

  settle(): void {
    const given = this.#given;
    if (given === undefined) return;
    this.#taken(given);
    this.#parts.settled(given);
    if (given.kind !== 'again' && this.#isSentAgain(given.span)) this.#again.push(given.span);
  }

  /** A refused batch is no longer waited for; whoever counts answers has counted it. */
  refuse(): void {
    if (this.#given !== undefined) this.#taken(this.#given);
  }

  missed(): void {
    if (this.#given?.kind === 'live') this.#late.push(this.#given.span);
    this.#given = undefined;
  }

  /** Gives nothing more out. */
  end(): void {
    this.#ended = true;
  }

  /** Given out, and not answered yet. */
  get sending(): Given | undefined {
    return this.#given;
  }

  /** Time of the outage that is not told yet. */
  get outageLeft(): Ms {
    return ms(this.#parts.round.school.startedAt - this.#outage.from);
  }

  get lateSpans(): number {
    return this.#late.length;
  }

  /** Everything that was ever given out lies in these. */
  get told(): readonly Omit<Span, 'sequence'>[] {
    const { round, outage } = this.#parts;
    const { school } = round;
    return [
      { from: epochMs(school.startedAt - outage), until: this.#outage.until },
      { from: school.startedAt, until: this.#tellsUntil },
    ];
  }

  #nextLive(until: EpochMs): Span {
    this.#live += 1;
    const span = { sequence: this.#live, from: this.#tellsUntil, until };
    this.#tellsUntil = until;
    return span;
  }

  /** What an agent had gathered from one vain attempt to the next. */
  #nextOutage(): void {
    const { seed, index, startedAt } = this.#parts.round.school;
    const sequence = this.#outage.sequence + 1;
    const from = this.#outage.until;
    const pause = backOff(LONG_DOWN, () => chance(seed, index, sequence, 80));
    this.#outage = { sequence, from, until: epochMs(Math.min(startedAt, Math.ceil(from + pause))) };
  }

  #outageBatch(): Given | undefined {
    while (this.#outage.from < this.#parts.round.school.startedAt) {
      const given = this.#tell(this.#outage, 'outage');
      if (given !== undefined) return given;
      this.#nextOutage();
    }
    return undefined;
  }

  #first(waiting: Span[], kind: Kind): Given | undefined {
    for (;;) {
      const [span] = waiting;
      const given = span && this.#tell(span, kind);
      if (span === undefined || given !== undefined) return given;
      waiting.shift();
    }
  }

  #taken({ kind }: Given): void {
    this.#given = undefined;
    if (kind === 'outage') this.#nextOutage();
    if (kind === 'late') this.#late.shift();
    if (kind === 'again') this.#again.shift();
  }

  #isSentAgain({ sequence }: Span): boolean {
    const { round, replayed } = this.#parts;
    const { seed, index } = round.school;
    return chance(seed, index, sequence, 81) < replayed;
  }

  /** Undefined where nothing was found in that time. */
  #tell(span: Span, kind: Kind): Given | undefined {
    const { round, run, back } = this.#parts;
    const facts = factsBetween(round, span);
    const { sealed } = seal(facts);
    if (sealed === undefined) return undefined;
    const id = batchId(AGENT, run, span.sequence);
    // zlib gives a view on a buffer of 16 KiB: thousands of them wait at once.
    const payload = new Uint8Array(sealed.payload);
    this.#given = {
      payload,
      lines: sealed.lines,
      id,
      spool: run,
      sequence: span.sequence,
      span,
      kind,
      stamps: stampsOf(facts, back),
    };
    return this.#given;
  }
}

/** `uplink_minute` is stamped with the beginning of its minute, and told at its end. */
const stampsOf = (facts: readonly Fact[], back: EpochMs): readonly EpochMs[] =>
  facts
    .filter(({ measurement, at }) => measurement !== 'uplink_minute' && at >= back)
    .map(({ at }) => at);
