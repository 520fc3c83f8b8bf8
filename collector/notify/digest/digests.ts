import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { messageOf } from '../../../kit/result.ts';
import { days, type EpochMs, epochMs, type Ms, ms } from '../../../kit/units.ts';
import type { Sql } from '../../store/sql.ts';
import type { Hearing, Recipients } from '../recipients/recipients.ts';
import type { DigestOutbox } from './digest-mail.ts';
import type { Composed } from './letter.ts';
import type { DigestOptions } from './options.ts';
import type { Press } from './press.ts';
import { Progress, type Step } from './progress.ts';
import type { Reader } from './reader.ts';
import { DIGESTS, type DigestKind, type Due, dueDigest } from './slot-due.ts';
import { digestWords } from './words.ts';

export interface DigestsParts {
  readonly options: DigestOptions;
  /** IANA name. */
  readonly timeZone: string;
  /** Over `hatang.db`. */
  readonly sql: Sql;
  readonly recipients: Pick<Recipients, 'readers'>;
  readonly outbox: DigestOutbox;
  readonly unit: (id: string) => { readonly name: string; readonly isSchool: boolean } | undefined;
  readonly press: (order: PressOrder) => Promise<Press>;
  /** Called once before the first digest: what later ones are compared with. */
  readonly begin: (now: EpochMs) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Lets others have their turn. */
  readonly turn: () => Promise<void>;
}

export interface PressOrder {
  readonly kind: DigestKind;
  readonly due: Due;
  readonly now: EpochMs;
  /** When digests were made last: who was never told anything is told from then. */
  readonly lastMade: EpochMs;
  /** Up to when each reader was told; the earliest of them. */
  readonly toldUpTo: EpochMs;
  readonly readers: readonly Reader[];
}

/** So long the database is held for some readers before others get their turn. */
const AT_ONCE: Ms = ms(20);
/** Digests tell of no longer time: who was told nothing for longer reads the pages. */
const LONGEST: Ms = days(15);
const FORGET_AFTER: Ms = days(60);

/**
 * Sends what is due, each once for every slot and reader: what was told to whom up to when, and the mail, are one
 * transaction, so that a collector that ends in the middle goes on where it was.
 */
export class Digests {
  readonly #parts: DigestsParts;
  readonly #progress: Progress;
  #looking: Promise<void> | undefined;

  constructor(parts: DigestsParts) {
    this.#parts = parts;
    this.#progress = new Progress(parts.sql);
  }

  /** Looked at as often as one likes; while one look runs another joins it. After the end it only waits for one that runs. */
  look(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return this.#looking ?? Promise.resolve();
    this.#looking ??= this.#look(signal).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(signal: AbortSignal): Promise<void> {
    for (const kind of DIGESTS) {
      try {
        await this.#lookAt(kind, signal);
      } catch (error) {
        this.#parts.log.error({ digest: kind, problem: messageOf(error) }, 'digest_failed');
      }
    }
  }

  async #lookAt(kind: DigestKind, signal: AbortSignal): Promise<void> {
    const { clock, log, begin } = this.#parts;
    const now = clock.now();
    const name = `digest:${kind}`;
    this.#progress.setBack('digest:', now);
    const last = this.#progress.get(name);
    if (last === undefined) {
      begin(now);
      this.#progress.put(name, now);
      this.#progress.put(madeName(kind), now);
      return;
    }
    const due = dueDigest(kind, this.#parts, { after: last.at, now });
    if (due === undefined) return;
    const told = { digest: kind, day: due.slot.day, time: due.slot.time };
    if (due.what === 'skip') log.warn(told, 'digest_skipped');
    else {
      const lastMade = this.#progress.get(madeName(kind))?.at ?? last.at;
      const made = await this.#issue({ kind, due, now, lastMade }, signal);
      log.info({ ...told, ...made, took_ms: clock.now() - now }, 'digest_made');
      // Who is left is looked after by the next look.
      if (signal.aborted || made.failed > 0) return;
      this.#progress.put(madeName(kind), now);
    }
    this.#progress.put(name, due.slot.at);
    this.#progress.forget('digest:daily:', epochMs(now - FORGET_AFTER));
    this.#progress.forget('digest:weekly:', epochMs(now - FORGET_AFTER));
  }

  async #issue(
    order: Pick<PressOrder, 'kind' | 'due' | 'now' | 'lastMade'>,
    signal: AbortSignal,
  ): Promise<{ readonly mails: number; readonly failed: number }> {
    const readers = this.#waiting(order);
    const first = readers.map(({ told }) => told ?? order.lastMade);
    const toldUpTo = epochMs(Math.max(order.now - LONGEST, Math.min(order.now, ...first)));
    const asked = readers.map(({ reader }) => reader);
    const press = await this.#parts.press({ ...order, toldUpTo, readers: asked });
    const made = { mail: 0, nothing: 0, failed: 0 };
    for (let at = 0; at < readers.length && !signal.aborted; ) {
      await this.#parts.turn();
      this.#parts.sql.transaction(() => {
        const began = this.#parts.clock.elapsed();
        do {
          const next = readers[at];
          if (next !== undefined) made[this.#attempt(press, next, order)] += 1;
          at += 1;
        } while (at < readers.length && this.#parts.clock.elapsed() - began <= AT_ONCE);
      });
    }
    return { mails: made.mail, failed: made.failed };
  }

  /** One reader's digest that can't be made keeps nobody else from theirs. */
  #attempt(
    press: Press,
    waiting: Waiting,
    order: Pick<PressOrder, 'kind' | 'due' | 'now'>,
  ): 'mail' | 'nothing' | 'failed' {
    const { sql, log } = this.#parts;
    try {
      return sql.transaction(() => this.#print(press, waiting, order)) ? 'mail' : 'nothing';
    } catch (error) {
      log.error({ digest: order.kind, problem: messageOf(error) }, 'digest_not_made');
      return 'failed';
    }
  }

  /** Those whom this slot was not looked after for yet. */
  #waiting({ kind, due }: Pick<PressOrder, 'kind' | 'due'>): readonly Waiting[] {
    return this.#parts.recipients.readers(kind).flatMap((hearing): Waiting[] => {
      if (!hearing.all && hearing.schools.size === 0) return [];
      const told = this.#progress.get(placeOf(kind, hearing.address));
      const { slot, from } = toldOf(told);
      if (slot === due.slot.at) return [];
      const isUnsent = this.#unsent(kind, hearing.address).length > 0;
      const upTo = isUnsent ? (from ?? told?.at) : told?.at;
      return [{ reader: this.#readerOf(hearing), told: upTo }];
    });
  }

  #print(
    press: Press,
    { reader, told }: Waiting,
    { kind, due, now }: Pick<PressOrder, 'kind' | 'due' | 'now'>,
  ): boolean {
    const from = epochMs(Math.max(now - LONGEST, press.from(told)));
    const issue = { slot: due.slot.at, from, to: now, late: due.what === 'send_late' };
    const printed = press.print(reader, issue);
    if (printed.kind === 'send') this.#send(printed.letter, reader, { kind, due, now });
    const upTo = printed.kind === 'waits' ? from : now;
    const detail = JSON.stringify({ slot: due.slot.at, from });
    this.#progress.put(placeOf(kind, reader.address), upTo, detail);
    return printed.kind === 'send';
  }

  #send(
    { subject, text, html }: Composed,
    { address, language, schools }: Reader,
    { kind, due, now }: Pick<PressOrder, 'kind' | 'due' | 'now'>,
  ): void {
    const { day, time } = due.slot;
    const { outbox } = this.#parts;
    const id = digestId(`${kind}-${day}-${time.replace(':', '')}`, address);
    for (const older of this.#unsent(kind, address)) outbox.mergeInto(id, older, now);
    outbox.enqueue({
      id,
      incident: undefined,
      kind: 'digest',
      recipient: address,
      ...{ language, subject, text, html },
      createdAt: now,
      schools: [...schools].sort(),
    });
  }

  /** Told anew by the next one, so that no pile goes out once a server is back. A week's is about its own week. */
  #unsent(kind: DigestKind, address: string): readonly string[] {
    return kind === 'daily' ? this.#parts.outbox.unsentDigests(address, 'digest-daily-') : [];
  }

  #readerOf({ address, language, unit, schools, all }: Hearing): Reader {
    const who = { address, language, schools };
    if (all) return { ...who, kind: 'all', name: digestWords.allSchools[language] };
    const [only] = schools;
    const place = unit ?? (schools.size === 1 ? only : undefined);
    if (place === undefined)
      return { ...who, kind: 'unit', name: digestWords.someSchools[language] };
    const known = this.#parts.unit(place);
    const kind = known?.isSchool === true ? 'school' : 'unit';
    return { ...who, kind, name: known?.name ?? place };
  }
}

interface Waiting {
  readonly reader: Reader;
  readonly told: EpochMs | undefined;
}

/** One mail for each slot and reader; safe in a file name and a mail header. */
function digestId(slot: string, address: string): string {
  const exact = createHash('sha256').update(JSON.stringify([slot, address.toLowerCase()]));
  return `digest-${slot}-${exact.digest('hex').slice(0, 12)}`;
}

const madeName = (kind: DigestKind): string => `digest:made:${kind}`;

const placeOf = (kind: DigestKind, address: string): string =>
  `digest:${kind}:${address.toLowerCase()}`;

const Told = z.object({ slot: z.number().optional(), from: z.number().optional() });

/** The slot a reader was looked after for last, and from when that digest told. */
function toldOf(step: Step | undefined): { readonly slot?: number; readonly from?: EpochMs } {
  const { slot, from } = Told.parse(JSON.parse(step?.detail ?? '{}'));
  return { ...(slot && { slot }), ...(from && { from: epochMs(from) }) };
}
