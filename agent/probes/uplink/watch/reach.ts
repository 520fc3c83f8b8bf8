import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import type { FarEnd, Second } from './second.ts';

/** Whether the line carried in a second; `undecided` while somebody must still be asked. */
export type Reach = 'reached' | 'silent' | 'undecided';

type Asked = FarEnd & { readonly answer: NonNullable<FarEnd['answer']> };

/** What is known from the seconds before. */
export interface Before {
  /** The far ends that are down by themselves. */
  readonly down: ReadonlySet<string>;
  /** When the newest question was asked that was answered; undefined before the first. */
  readonly wholeAt: EpochMs | undefined;
}

interface Doubt {
  readonly whole: boolean;
  /** Asked after that, in vain. */
  readonly against: readonly Asked[];
  /** To be asked before anything is said. */
  readonly waiting: readonly FarEnd[];
}

/** Those that are known to be down by themselves speak for the line as they answer, never against it. */
function doubtOf(farEnds: readonly FarEnd[], before: Before): Doubt {
  const wholeAt = wholeAtOf(farEnds, before.wholeAt) ?? -Infinity;
  const others = farEnds.filter(({ subject }) => !before.down.has(subject));
  const speaking = others.length === 0 ? farEnds : others;
  const isAgainst = (end: FarEnd): end is Asked =>
    end.answer !== undefined && end.answer !== 'answered' && end.askedAt > wholeAt;
  return {
    whole: wholeAt > 0,
    against: speaking.filter(isAgainst),
    waiting: speaking.filter((end) => !isAgainst(end)),
  };
}

/** When the newest question was asked that was answered, this second's among them. */
export function wholeAtOf(
  farEnds: readonly FarEnd[],
  before: EpochMs | undefined,
): EpochMs | undefined {
  return farEnds.reduce(
    (newest, { answer, askedAt }) =>
      answer === 'answered' && (newest === undefined || askedAt > newest) ? askedAt : newest,
    before,
  );
}

/**
 * The newest word counts: who answered a while ago says nothing once somebody else, asked later, did not. A refusal comes
 * from the far end or from a router that refuses everything: where all of several refuse, it was the router.
 */
export function reachOf({ farEnds }: Pick<Second, 'farEnds'>, before: Before): Reach {
  const { whole, against, waiting } = doubtOf(farEnds, before);
  if (against.length === 0) return whole ? 'reached' : 'undecided';
  const refused = against.filter(({ answer }) => answer === 'refused').length;
  if (refused > 0 && (farEnds.length === 1 || refused < against.length)) return 'reached';
  return waiting.length > 0 ? 'undecided' : 'silent';
}

/** Whom to ask at once, because the newest word is against the line and theirs is older. */
export function toAskNow(farEnds: readonly FarEnd[], before: Before): ReadonlySet<string> {
  const { against, waiting } = doubtOf(farEnds, before);
  if (against.length === 0) return new Set();
  return new Set(waiting.filter(({ eachSecond }) => !eachSecond).map(({ subject }) => subject));
}

const PENDING_AT_MOST = 8;

export interface Decided {
  readonly second: Second;
  readonly reached: boolean;
  /** Of what spoke against the line: the newest question, and whether one was asked in that very second. */
  readonly askedAt: EpochMs;
  readonly eachSecond: boolean;
  /** When the newest question before it was asked that was answered. */
  readonly wholeAt: EpochMs | undefined;
}

/** Holds what is undecided until the word that decides it comes, some seconds at most. */
export function decide(
  pending: readonly Second[],
  second: Second,
  before: Before,
): { readonly decided: readonly Decided[]; readonly pending: readonly Second[] } {
  const reach = reachOf(second, before);
  const held = [...pending, second];
  const undecided = reach === 'undecided';
  if (undecided && held.length <= PENDING_AT_MOST) return { decided: [], pending: held };
  // Past the limit: all who were asked were silent, and the others could not be asked.
  const reached = reach === 'reached';
  const heldReached = reached && isBridged(second, pending[0]);
  const decided = held.map((each) =>
    decidedAs(each, before, each === second ? reached : heldReached),
  );
  return { decided, pending: [] };
}

/** Those held were up if whoever was asked meanwhile, for that reason, answers; not if the silent one is back. */
const isBridged = ({ farEnds }: Second, oldest: Second | undefined): boolean =>
  farEnds.some(
    ({ answer, eachSecond, askedAt }) =>
      !eachSecond && answer === 'answered' && oldest !== undefined && askedAt >= oldest.at,
  );

function decidedAs(second: Second, before: Before, reached: boolean): Decided {
  const { against } = doubtOf(second.farEnds, before);
  const asked = against.map(({ askedAt }) => askedAt);
  return {
    second,
    reached,
    askedAt: asked.length === 0 ? second.at : epochMs(Math.max(...asked)),
    eachSecond: against.some(({ eachSecond }) => eachSecond),
    wholeAt: before.wholeAt,
  };
}
