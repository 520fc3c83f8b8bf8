/** What the real agent promised, against what became of it. A fact is named as in spool-watch.ts. */
export interface AgentPromise {
  /** Ever seen durable in the spool. */
  readonly owed: ReadonlySet<string>;
  /** Lay in a file that was damaged, or on a disk that was full. */
  readonly excused: ReadonlySet<string>;
  readonly waiting: ReadonlySet<string>;
  readonly stored: readonly string[];
  /** Refused by name, as a fact of a year that has not come yet is. */
  readonly letters: ReadonlySet<string>;
}

export interface AgentVerdict {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  /** Lost where they may be. */
  readonly excused: readonly string[];
  /** Not stored, and named among the dead letters. */
  readonly refused: readonly string[];
}

export function judgeAgent({
  owed,
  excused,
  waiting,
  stored,
  letters,
}: AgentPromise): AgentVerdict {
  const there = new Set(stored);
  const gone = [...owed].filter(
    (fact) => !there.has(fact) && !waiting.has(fact) && !letters.has(fact),
  );
  return {
    refused: [...owed].filter((fact) => !there.has(fact) && letters.has(fact)),
    lost: gone.filter((fact) => !excused.has(fact)),
    excused: gone.filter((fact) => excused.has(fact)),
    twice: stored.filter((fact, at) => stored.indexOf(fact) !== at),
  };
}
