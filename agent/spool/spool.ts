import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { type Bytes, type Ms, ms } from '../../kit/units.ts';
import { batchId } from '../../wire/batch.ts';
import type { Fact } from '../../wire/fact.ts';
import type { SpoolDisk } from './file-door.ts';
import { GATHER_FOR, Gathering } from './gathering.ts';
import { replaceDamaged } from './salvage.ts';
import { fitting, join, type Sealed, seal, unseal } from './seal.ts';
import { faultOf, type SpoolTable, type Waiting } from './sqlite-door.ts';

export interface SpoolLimits {
  readonly maxSize: Bytes;
  readonly maxAge: Ms;
  readonly reserve: Bytes;
}

export interface SpoolParts {
  readonly agent: string;
  readonly disk: SpoolDisk;
  readonly limits: SpoolLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** A sealed batch under its id: what the shipment sends, as often as it takes, under the same name. */
export interface Batch extends Sealed {
  readonly id: string;
  /** Where it lies: the name of the file, and its place there. */
  readonly spool: string;
  readonly sequence: number;
}

export interface SpoolFigures {
  readonly batches: number;
  readonly bytes: number;
  /** Batches thinned out or lost with a damaged file, since the start. */
  readonly dropped: number;
  /** Facts that could not be written for too long, since the start. */
  readonly unwritten: number;
  /** Batches the collector would not have, since the start. */
  readonly refused: number;
}

const MERGED_AT_MOST = 200;
/** What a row costs beside its payload. */
const ROW_BYTES = 64;

/**
 * What was measured and is not yet at the collector.
 *
 *   add → gathered (≤ 1 s, in memory) → sealed (on the disk, under its sequence) → settled | refused | dropped
 *
 * Invariants: every batch given out by a peek ends in `settle`, `refuse` or `missed`; a batch that was given
 * out is never changed, so that the same id always names the same lines.
 */
export class Spool {
  readonly #parts: SpoolParts;
  readonly #openedAt: Ms;
  #table: SpoolTable;
  readonly #gathering = new Gathering((facts) => this.#seal(facts));
  /** Up to this sequence batches may have been sent before: they keep their id and their lines. */
  #givenOut: number;
  #dropped = 0;
  #refused = 0;

  constructor(parts: SpoolParts) {
    this.#parts = parts;
    this.#openedAt = parts.clock.elapsed();
    this.#table = this.#open();
    this.#givenOut = this.#table.lastSequence;
    if (!parts.disk.holdReserve(parts.limits.reserve)) parts.log.warn({}, 'spool reserve not held');
  }

  add(facts: readonly Fact[]): void {
    this.#gathering.add(facts);
  }

  /** Seals what is gathered each second; the last time when told to stop. */
  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#parts.clock.sleep(GATHER_FOR, stop);
      this.flush();
    }
  }

  flush(): void {
    this.#gathering.flush();
  }

  /** The newest facts, never sent before, as one batch. */
  peekLive(): Batch | undefined {
    return this.#guarded(undefined, () => {
      const fit = fitting(this.#table.newestAfter(this.#givenOut, MERGED_AT_MOST));
      const waiting = fit.filter((each) => this.#isWhole(each));
      const [newest] = waiting;
      const oldest = waiting.at(-1);
      if (newest === undefined || oldest === undefined) return undefined;
      if (newest === oldest) return this.#named(newest);
      const sealed = join(waiting.toReversed());
      this.#table.merge(oldest.sequence, newest.sequence, sealed);
      return this.#named({ ...newest, ...sealed });
    });
  }

  /** The oldest batch among those that waited when a send failed, or when the agent was started. */
  peekBacklog(): Batch | undefined {
    return this.#guarded(undefined, () => {
      for (;;) {
        const oldest = this.#table.oldestUpTo(this.#givenOut);
        if (oldest === undefined) return undefined;
        if (this.#isWhole(oldest)) return this.#named(oldest);
      }
    });
  }

  /** The collector has it. */
  settle(batch: Batch): void {
    if (this.#isOurs(batch)) this.#guarded(undefined, () => this.#table.remove(batch.sequence));
  }

  /** The collector will never have it: kept aside with the reason, so that it blocks nothing. */
  refuse(batch: Batch, reason: string): void {
    this.#refused += 1;
    if (this.#isOurs(batch))
      this.#guarded(undefined, () => this.#table.refuse(batch.sequence, reason));
  }

  /** It was given out and nobody knows whether it arrived: it and all before it are backlog now. */
  missed(batch: Batch): void {
    if (this.#isOurs(batch)) this.#givenOut = Math.max(this.#givenOut, batch.sequence);
  }

  figures(): SpoolFigures {
    const { batches, bytes } = this.#table;
    return {
      batches,
      bytes,
      dropped: this.#dropped,
      unwritten: this.#gathering.lost,
      refused: this.#refused,
    };
  }

  close(): void {
    this.flush();
    this.#table.close();
  }

  #named(waiting: Waiting): Batch {
    const spool = this.#table.name;
    const id = waiting.id ?? batchId(this.#parts.agent, spool, waiting.sequence);
    return { ...waiting, id, spool };
  }

  /** A batch of a file that was set aside meanwhile must not be taken for one of the new file. */
  #isOurs({ spool }: Batch): boolean {
    return spool === this.#table.name;
  }

  #isWhole(waiting: Waiting): boolean {
    if (unseal(waiting.payload) !== undefined) return true;
    this.#dropped += 1;
    this.#parts.log.error({ sequence: waiting.sequence }, 'damaged batch set aside');
    this.#table.refuse(waiting.sequence, 'damaged on the disk');
    return false;
  }

  #seal(facts: readonly Fact[]): boolean {
    const { sealed, unwritable } = seal(facts);
    for (const problem of unwritable) this.#parts.log.error({ problem }, 'fact without a line');
    return sealed === undefined || this.#write(sealed);
  }

  #write(sealed: Sealed): boolean {
    try {
      this.#table.insert(sealed, this.#running());
      this.#thin();
      return true;
    } catch (error) {
      return this.#writeAfter(error, sealed);
    }
  }

  /** A full disk is given its reserve and loses the oldest tenth; a damaged file is set aside. */
  #writeAfter(error: unknown, sealed: Sealed): boolean {
    const fault = faultOf(error);
    this.#parts.log.error({ fault, problem: messageOf(error) }, 'spool not written');
    if (fault === 'other') return false;
    try {
      if (fault === 'damaged') this.#startAnew(error);
      else {
        this.#parts.disk.releaseReserve();
        this.#dropped += this.#table.dropOldest(Math.ceil(this.#table.batches / 10));
      }
      this.#table.insert(sealed, this.#running());
      this.#parts.disk.holdReserve(this.#parts.limits.reserve);
      return true;
    } catch (again) {
      this.#parts.log.error({ problem: messageOf(again) }, 'spool not written');
      return false;
    }
  }

  #thin(): void {
    const { limits, disk } = this.#parts;
    const size = (): number => this.#table.bytes + this.#table.batches * ROW_BYTES;
    const most = Math.min(limits.maxSize, size() + disk.free() / 2);
    let gone = this.#table.dropSealedBefore(ms(this.#running() - limits.maxAge));
    while (size() > most && this.#table.batches > 1)
      gone += this.#table.dropOldest(Math.ceil(this.#table.batches / 100));
    if (gone > 0) this.#parts.log.warn({ gone }, 'spool over its limits: oldest batches dropped');
    this.#dropped += gone;
  }

  /** How long this spool has run in all: what the age of a batch is counted in. */
  #running(): Ms {
    return ms(this.#table.ranUntil + this.#parts.clock.elapsed() - this.#openedAt);
  }

  #guarded<Value>(otherwise: Value, deed: () => Value): Value {
    try {
      return deed();
    } catch (error) {
      if (faultOf(error) === 'damaged') this.#startAnew(error);
      else this.#parts.log.error({ problem: messageOf(error) }, 'spool');
      return otherwise;
    }
  }

  #startAnew(error: unknown): void {
    const lost = this.#table.batches;
    this.#table.close();
    this.#table = replaceDamaged(this.#parts, error);
    this.#dropped += Math.max(0, lost - this.#table.batches);
    this.#givenOut = this.#table.lastSequence;
  }

  #open(): SpoolTable {
    try {
      return this.#parts.disk.open();
    } catch (error) {
      if (faultOf(error) !== 'damaged') throw error;
      return replaceDamaged(this.#parts, error);
    }
  }
}
