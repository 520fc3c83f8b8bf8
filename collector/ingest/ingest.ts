import type { Log } from '../../kit/log.ts';
import { messageOf, type Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';
import type { Receipt } from '../../wire/batch.ts';
import type { FactWriter, ReadBatch } from '../store/fact-writer.ts';
import type { Sql } from '../store/sql.ts';
import { type Admission, type IngestProblem, readBatch } from './read-batch.ts';

/** What became of one POST of facts. */
export type Outcome =
  /** Durable. */
  | { readonly kind: 'stored'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly problem: IngestProblem }
  /** Nothing of it is stored; it may be sent again. */
  | { readonly kind: 'not_stored'; readonly reason: string };

/** Live facts go before those that waited at a school: `backlog` gets what is left. */
export type Lane = 'live' | 'backlog';

export interface IngestParts {
  readonly sql: Pick<Sql, 'transaction'>;
  readonly facts: Pick<FactWriter, 'admit' | 'hasSeries' | 'seriesCount'>;
  readonly log: Log;
  readonly elapsed: () => Ms;
  /** Runs the deed when whoever waits now has had a turn. */
  readonly later: (deed: () => void) => void;
}

export interface IngestFigures {
  readonly commits: number;
  readonly batches: number;
  readonly lines: number;
  readonly refusedLines: number;
  readonly replays: number;
  readonly slowestCommitS: number;
}

const NOTHING: IngestFigures = {
  commits: 0,
  batches: 0,
  lines: 0,
  refusedLines: 0,
  replays: 0,
  slowestCommitS: 0,
};

interface Waiting {
  readonly admission: Admission;
  readonly settle: (outcome: Outcome) => void;
}

interface Read extends Waiting {
  readonly batch: ReadBatch;
}

/** Compressed bytes that are read at once: their facts take some hundred times as much memory. */
const READ_AT_ONCE_BYTES = 400_000;

/**
 * Reads bodies and stores them, many in one commit: one fsync serves all that came in while the last one ran.
 *
 *   waiting (live first) → read, so many bytes at once → read and waiting for the commit → stored, told
 */
export class Ingest {
  readonly #parts: IngestParts;
  readonly #waiting: Record<Lane, Waiting[]> = { live: [], backlog: [] };
  #read: Read[] = [];
  #readingBytes = 0;
  #isDue = false;
  #figures = NOTHING;
  #whenIdle: (() => void) | undefined;

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  /** Settles once the batch is durable or certainly not stored. */
  admit(admission: Admission, lane: Lane): Promise<Outcome> {
    return new Promise((settle) => {
      this.#waiting[lane].push({ admission, settle });
      this.#readNext();
    });
  }

  /** What was done since the start; the slowest commit since it was last asked. */
  takeFigures(): IngestFigures {
    const figures = this.#figures;
    this.#figures = { ...figures, slowestCommitS: 0 };
    return figures;
  }

  /** Resolves when everything admitted so far is settled. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#readingBytes === 0) resolve();
      else this.#whenIdle = resolve;
    });
  }

  #readNext(): void {
    for (;;) {
      const queue = this.#waiting.live.length > 0 ? this.#waiting.live : this.#waiting.backlog;
      const bytes = queue[0]?.admission.body.length ?? 0;
      const isFull = this.#readingBytes > 0 && this.#readingBytes + bytes > READ_AT_ONCE_BYTES;
      const next = isFull ? undefined : queue.shift();
      if (next === undefined) return;
      this.#readingBytes += bytes;
      void this.#readOne(next);
    }
  }

  async #readOne(waiting: Waiting): Promise<void> {
    const read = await this.#attempt(waiting.admission);
    if ('kind' in read) {
      this.#finish(waiting, read);
      return;
    }
    if (!read.ok) {
      this.#finish(waiting, { kind: 'refused', problem: read.problem });
      return;
    }
    this.#read.push({ ...waiting, batch: read.value });
    if (this.#isDue) return;
    this.#isDue = true;
    this.#parts.later(() => this.#commit());
  }

  async #attempt(admission: Admission): Promise<Result<ReadBatch, IngestProblem> | Outcome> {
    try {
      return await readBatch(admission, this.#parts.facts);
    } catch (error) {
      return this.#notStored(error);
    }
  }

  #finish({ admission, settle }: Waiting, outcome: Outcome): void {
    this.#readingBytes -= admission.body.length;
    settle(outcome);
    this.#readNext();
    if (this.#readingBytes === 0) this.#whenIdle?.();
  }

  #commit(): void {
    const group = this.#read;
    this.#read = [];
    this.#isDue = false;
    const began = this.#parts.elapsed();
    const outcomes = this.#storeAll(group);
    this.#count(outcomes, (this.#parts.elapsed() - began) / 1_000);
    for (const [at, read] of group.entries())
      this.#finish(read, outcomes[at] ?? { kind: 'not_stored', reason: 'not stored' });
  }

  /** One commit for all; where it fails each gets its own, so that one that can't be stored takes no other with it. */
  #storeAll(group: readonly Read[]): readonly Outcome[] {
    const { sql, facts } = this.#parts;
    try {
      return sql.transaction(() =>
        group.map(({ batch }) => ({ kind: 'stored', receipt: facts.admit(batch) })),
      );
    } catch (error) {
      return group.length === 1
        ? [this.#notStored(error)]
        : group.flatMap((read) => this.#storeAll([read]));
    }
  }

  #count(outcomes: readonly Outcome[], seconds: number): void {
    const receipts = outcomes.flatMap((one) => (one.kind === 'stored' ? [one.receipt] : []));
    const fresh = receipts.filter(({ replayed }) => !replayed);
    const before = this.#figures;
    this.#figures = {
      commits: before.commits + 1,
      batches: before.batches + fresh.length,
      lines: fresh.reduce((sum, { stored }) => sum + stored, before.lines),
      refusedLines: fresh.reduce((sum, { refused }) => sum + refused.length, before.refusedLines),
      replays: before.replays + receipts.length - fresh.length,
      slowestCommitS: Math.max(before.slowestCommitS, seconds),
    };
  }

  #notStored(error: unknown): Outcome {
    const reason = messageOf(error);
    this.#parts.log.error({ problem: reason }, 'batch_not_stored');
    return { kind: 'not_stored', reason };
  }
}
