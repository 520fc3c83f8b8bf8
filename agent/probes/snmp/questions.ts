import { fail, ok } from '../../../kit/result.ts';
import { problemOf, type Seen, stopped } from './library-words.ts';
import type { Answer, Question, SnmpProblem, Varbind } from './session.ts';

type Columns = readonly (readonly Varbind[])[];

interface Put {
  readonly question: Question;
  /** Sends it; may answer more than once. */
  readonly put: (answer: (error: unknown, read: () => Columns) => void) => void;
  /** Of the device's v3 engine, as it is known now. */
  readonly engine: () => string | undefined;
}

/** Each question ends once: by its answer, by the pass's signal, or by a datagram that broke the reader. */
export class Questions {
  readonly #seen: Seen;
  readonly #signal: AbortSignal;
  #engine: string | undefined;
  #break: () => void = () => undefined;

  constructor(seen: Seen, signal: AbortSignal) {
    this.#seen = seen;
    this.#signal = signal;
  }

  break(): void {
    this.#break();
  }

  ask({ question, put, engine }: Put, settle: (answer: Answer) => void): void {
    const seen = this.#seen;
    if (this.#signal.aborted) {
      settle(fail(stopped(seen)));
      return;
    }
    Object.assign(seen, { garbled: undefined, stray: false, sentForThis: 0 });
    let open = true;
    const end = (answer: Answer): void => {
      if (!open) return;
      open = false;
      this.#signal.removeEventListener('abort', stop);
      settle(answer);
    };
    const stop = (): void => end(fail(stopped(seen)));
    this.#signal.addEventListener('abort', stop, { once: true });
    this.#break = () => end(fail({ kind: 'garbled', detail: seen.garbled ?? 'unreadable answer' }));
    put((error, read) => {
      const answer = error ? fail(problemOf(error, seen)) : answerOf(read(), question);
      end(this.#isOtherEngine(engine()) ? fail(OTHER_ENGINE) : answer);
    });
  }

  /** A device keeps its engine as long as it runs: another one is another device, or a restart. */
  #isOtherEngine(engine: string | undefined): boolean {
    this.#engine ??= engine;
    return engine !== this.#engine;
  }
}

const OTHER_ENGINE: SnmpProblem = { kind: 'unauthorized', detail: 'engine id changed meanwhile' };

/** An agent may give less than was asked for and never more. */
function answerOf(columns: Columns, question: Question): Answer {
  const most = question.oids.length * (question.deed === 'bulk' ? question.repetitions : 1);
  const came = columns.reduce((sum, column) => sum + column.length, 0);
  return came > most
    ? fail({ kind: 'garbled', detail: `${came} values to a question for ${most}` })
    : ok(columns);
}
