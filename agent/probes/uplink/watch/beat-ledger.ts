import type { EpochMs } from '../../../../kit/units.ts';
import type { Heartbeat } from '../../../../wire/heartbeat.ts';
import type { Answer, FarEnd } from './second.ts';

interface Asked {
  readonly at: EpochMs;
  answer: Answer;
  lost?: FarEnd['lost'];
}

/** Some seconds of questions: what comes later than this is no answer any more. */
const KEPT = 60;
const MODULO = 2 ** 32;

/** Which second each question counts for, and what became of it. */
export class BeatLedger {
  #sequence = 0;
  /** By sequence; the oldest first. Those of one second share one entry. */
  readonly #asked = new Map<number, Asked>();
  #newest: Asked | undefined;
  #last: Pick<Heartbeat, 'sequence' | 'received'> | undefined;

  /** The sequence of a new question for the second `at`. */
  ask(at: EpochMs): number {
    const sequence = this.#sequence;
    this.#sequence += 1;
    const entry: Asked = this.#newest?.at === at ? this.#newest : { at, answer: 'silent' };
    this.#newest = entry;
    this.#asked.set(sequence, entry);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > KEPT && oldest !== undefined) this.#asked.delete(oldest);
    return sequence;
  }

  /** True where it answers a question of late. */
  hear({ sequence, received }: Pick<Heartbeat, 'sequence' | 'received'>): boolean {
    const entry = this.#asked.get(sequence);
    if (entry === undefined) return false;
    entry.answer = 'answered';
    const lost = this.#lostBefore(sequence, received);
    if (lost !== undefined) entry.lost = lost;
    if (this.#last === undefined || sequence > this.#last.sequence)
      this.#last = { sequence, received };
    return true;
  }

  /** The machine at the address said that nobody listens: it meant the last question. */
  refuse(): void {
    if (this.#newest?.answer === 'silent') this.#newest.answer = 'refused';
  }

  hasHeard(at: EpochMs): boolean {
    return this.answerOf(at)?.answer === 'answered';
  }

  /** What became of a second; undefined where nothing was asked in it. */
  answerOf(at: EpochMs): Pick<FarEnd, 'answer' | 'lost'> | undefined {
    const entry = [...this.#asked.values()].findLast((each) => each.at === at);
    if (entry === undefined) return undefined;
    return entry.lost === undefined
      ? { answer: entry.answer }
      : { answer: entry.answer, lost: entry.lost };
  }

  /** Unanswered since the last answer, and how many of those had arrived; undefined where the far end has begun to count anew. */
  #lostBefore(sequence: number, received: number): FarEnd['lost'] {
    if (this.#last === undefined) return undefined;
    const asked = sequence - this.#last.sequence - 1;
    const counted = (received - this.#last.received + MODULO) % MODULO;
    if (asked < 1 || counted < 1 || counted > MODULO / 2) return undefined;
    return { asked, arrived: Math.min(asked, counted - 1) };
  }
}
