import { FarEndState } from '../../../wire/arrivals.ts';

const MOST_LINE_CHARS = 1_000;
/** A test of ten seconds tells 500; a far end that floods is not listened to. */
const MOST_LINES = 2_000;

/** The far end's lines, as they come in pieces. */
export class ArrivalLines {
  #rest = '';
  readonly states: FarEndState[] = [];

  /** Takes a piece; false once anything is no line of this kind, and from then on nothing counts. */
  take(text: string): boolean {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MOST_LINE_CHARS || this.states.length + lines.length > MOST_LINES)
      return false;
    for (const line of lines) {
      const state = readState(line);
      if (state === undefined) return false;
      this.states.push(state);
    }
    return true;
  }
}

function readState(line: string): FarEndState | undefined {
  if (line.length > MOST_LINE_CHARS) return undefined;
  try {
    return FarEndState.safeParse(JSON.parse(line)).data;
  } catch {
    // Not JSON: no line of this kind.
    return undefined;
  }
}
