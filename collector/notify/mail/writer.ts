import type { Log } from '../../../kit/log.ts';
import type { EpochMs } from '../../../kit/units.ts';
import { DUTIES } from '../../alert/rule.ts';
import { mailbox, mailId } from '../mail-id.ts';
import type { Member, Notice } from '../notice.ts';
import type { Hearing, Recipients } from '../recipients/recipients.ts';
import { compose } from './compose.ts';
import { composeBundle } from './compose-bundle.ts';
import type { Outbox } from './outbox.ts';
import type { BundleAsked } from './queue.ts';
import { type Scope, schoolsOf, scopesOf } from './scope.ts';
import type { Composed } from './sheet.ts';
import { threadSubject } from './subject.ts';
import type { Reader } from './telling.ts';

export interface WriterParts {
  readonly recipients: Pick<Recipients, 'hearing'>;
  /** As people call a unit or a school. */
  readonly unitName: (id: string) => string | undefined;
  /** Where people reach the collector's pages. */
  readonly publicUrl: () => string;
  readonly timeZone: string;
  readonly log: Log;
}

interface Addressed extends Reader {
  readonly address: string;
}

/**
 * Writes who is told what of an incident: each at most once that it began, and once that it is over. Where more of theirs
 * join after that, it is told again in the same thread: a new round.
 */
export class Writer {
  readonly #parts: WriterParts;
  readonly #outbox: Outbox;
  #warned = false;

  constructor(parts: WriterParts, outbox: Outbox) {
    this.#parts = parts;
    this.#outbox = outbox;
  }

  /** To each who hears of those still wrong, and wasn't told yet. */
  begin(notice: Notice, kind: 'opened' | 'escalated'): void {
    const { incident, severity, duties, silentUntil, at } = notice;
    if (silentUntil !== undefined && silentUntil > at) return;
    const open = notice.members.filter(({ leftAt }) => leftAt === undefined);
    const hearing = this.#parts.recipients.hearing({ schools: schoolsOf(open), severity, duties });
    if (hearing.length === 0) this.#warnOnce();
    const scopeFor = scopesOf(notice, 'open');
    for (const one of hearing) {
      const scope = scopeFor(one.schools);
      const { over } = this.#outbox.rounds(incident, one.address);
      const idOf = (of: string) => mailId(incident, inRound(of, over), one.address);
      if (this.#outbox.has(idOf(kind)) || scope.members.length === 0) continue;
      const began = kind === 'escalated' ? this.#outbox.subjectOf(idOf('opened')) : undefined;
      const id = idOf(kind);
      this.#write({ id, notice, kind, scope, openingSubject: began }, this.#addressed(one));
    }
  }

  /** To each who was told, once all that concerns them is right again. */
  end(notice: Notice): void {
    const told = Map.groupBy(this.#outbox.beginnings(notice.incident), (mail) => mail.recipient);
    if (told.size === 0) return;
    const hearing = this.#hearingToday(notice);
    for (const [address, mails] of told) {
      const { over, lastOver } = this.#outbox.rounds(notice.incident, address);
      const scopeFor = scopesOf({ members: membersSince(notice, lastOver) }, 'all');
      const today = hearing.get(address);
      const stored = mails.flatMap(({ schools }) => schools);
      const scope = scopeFor(new Set([...stored, ...(today?.schools ?? [])]));
      const isOver = scope.members.every(({ leftAt }) => leftAt !== undefined);
      if (!isOver || scope.members.length === 0) continue;
      const [first] = mails;
      const stranger = { ...NO_DUTY, address, language: first?.language ?? 'vi' };
      const openingSubject = threadSubject(first?.subject ?? '');
      const addressed = today === undefined ? stranger : this.#addressed(today);
      const id = mailId(notice.incident, inRound('resolved', over), address);
      this.#write({ id, notice, kind: 'resolved', scope, openingSubject }, addressed);
    }
  }

  bundle({ language, ...bundle }: BundleAsked): Composed {
    const { publicUrl, timeZone } = this.#parts;
    const reader = { ...NO_DUTY, language };
    return composeBundle({ ...bundle, reader, publicUrl: publicUrl(), timeZone });
  }

  #write({ id, ...told }: Told, { address, ...reader }: Addressed): void {
    const { notice, kind, scope } = told;
    const { publicUrl, timeZone } = this.#parts;
    const words = notice.words(scope.members);
    const said = { ...told, words, reader };
    this.#outbox.enqueue({
      id,
      incident: notice.incident,
      kind,
      recipient: address,
      language: reader.language,
      ...compose({ ...said, publicUrl: publicUrl(), timeZone }),
      schools: schoolsOf(scope.members),
      createdAt: notice.at,
    });
  }

  #addressed({ address, language, duty, unit }: Hearing): Addressed {
    const unitName = unit === undefined ? undefined : this.#parts.unitName(unit);
    return { address, language, duty, unitName };
  }

  /** Whoever hears of these schools at all today, by address. */
  #hearingToday({ members }: Notice): ReadonlyMap<string, Hearing> {
    const ask = { schools: schoolsOf(members), severity: 'critical', duties: DUTIES } as const;
    const all = this.#parts.recipients.hearing(ask);
    return new Map(all.map((one) => [mailbox(one.address), one]));
  }

  #warnOnce(): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#parts.log.warn({}, 'mail_has_no_recipients');
  }
}

/** The first round's id names no round: a thread begins with its opening. */
const inRound = (kind: string, over: number): string => (over === 0 ? kind : `${kind}-${over + 1}`);

/** Those whose end was not told yet. */
const membersSince = ({ members }: Notice, lastOver: EpochMs | undefined): readonly Member[] =>
  members.filter(
    ({ leftAt }) => lastOver === undefined || leftAt === undefined || leftAt > lastOver,
  );

interface Told {
  readonly id: string;
  readonly notice: Notice;
  readonly kind: 'opened' | 'resolved' | 'escalated';
  readonly scope: Scope;
  readonly openingSubject: string | undefined;
}

const NO_DUTY = { duty: undefined, unitName: undefined } as const;
