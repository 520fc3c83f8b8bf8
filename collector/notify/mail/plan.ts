import { type EpochMs, epochMs, hours, type Ms, minutes } from '../../../kit/units.ts';

/**
 * What becomes of one recipient's waiting mails. What is fresh goes as it is; over the budget, beginnings (openings, escalations) wait; whatever
 * has waited a quarter of an hour (for the budget, or for a server that was away) is told together in one mail.
 * Every opening is told once: in its own mail or in one of many. No recovery is told whose opening never was.
 */
export interface Waiting {
  readonly id: string;
  readonly kind: string;
  readonly incident: string | undefined;
  readonly createdAt: EpochMs;
  /** It may have arrived already, so it goes again as it is: its Message-ID is known there. */
  readonly handed: boolean;
}

/** How far the telling of an incident's beginning has come. `bundled`: within a mail of many; `bundling`: within one not sent yet. */
export type Told = 'waiting' | 'itself' | 'bundling' | 'bundled' | 'never';

export interface Budget {
  readonly most: number;
  readonly within: Ms;
}

export interface Ask {
  /** In the order they were written. */
  readonly waiting: readonly Waiting[];
  /** How the beginning was told that this recovery ends. */
  readonly told: (recovery: Waiting) => Told;
  /** A mail of many waits to be sent: it takes in what is to be told together. */
  readonly bundling: boolean;
  /** How many the recipient got within the budget's span. */
  readonly sentLately: number;
  readonly most: number;
  readonly now: EpochMs;
}

export interface Plan {
  readonly hold: readonly { readonly id: string; readonly until: EpochMs }[];
  readonly bundle: readonly string[];
  /** Recoveries of what was never told. */
  readonly drop: readonly string[];
  /** Test mails that nobody waits for any more. */
  readonly expired: readonly string[];
  /** Whether it is the budget that made them wait. */
  readonly overBudget: boolean;
}

export const GATHER: Ms = minutes(15);
/** Who asked for a test mail looks for it now. */
const TEST_LASTS: Ms = hours(1);
const TELLING: ReadonlySet<string> = new Set(['opened', 'resolved', 'escalated']);

type Fate = 'itself' | 'hold' | 'bundle' | 'drop';

export function plan(ask: Ask): Plan {
  const fates = new Map<Waiting, Fate>();
  const mergeable = ask.waiting.filter(
    ({ kind, incident, handed }) => isTelling(kind, incident) && !handed,
  );
  const free = freeOf(ask);
  const beginnings = mergeable.filter(({ kind }) => kind !== 'resolved');
  const held = new Set(beginnings.slice(free));
  for (const mail of mergeable) fates.set(mail, fateOf(mail, ask, held));
  const of = (fate: Fate) => mergeable.filter((mail) => fates.get(mail) === fate);
  const together = of('bundle');
  const alone = together.length < 2 && !ask.bundling;
  return {
    hold: of('hold').map(({ id, createdAt }) => ({ id, until: epochMs(createdAt + GATHER) })),
    bundle: alone ? [] : together.map(({ id }) => id),
    drop: of('drop').map(({ id }) => id),
    expired: ask.waiting.filter((mail) => isExpired(mail, ask.now)).map(({ id }) => id),
    overBudget: ask.sentLately >= ask.most,
  };
}

const isExpired = ({ kind, createdAt, handed }: Waiting, now: EpochMs): boolean =>
  kind === 'test' && !handed && now - createdAt > TEST_LASTS;

const isTelling = (kind: string, incident: string | undefined): boolean =>
  TELLING.has(kind) && incident !== undefined;

/** How many beginnings may go at once. */
function freeOf({ waiting, sentLately, most }: Ask): number {
  const handed = waiting.filter((mail) => mail.handed).length;
  return Math.max(0, most - sentLately - handed);
}

function fateOf(mail: Waiting, ask: Ask, held: ReadonlySet<Waiting>): Fate {
  const stale = ask.now - mail.createdAt >= GATHER;
  if (mail.kind === 'resolved') return recoveryFate(mail, ask, held);
  if (stale) return 'bundle';
  return held.has(mail) ? 'hold' : 'itself';
}

function recoveryFate(mail: Waiting, ask: Ask, held: ReadonlySet<Waiting>): Fate {
  const stale = ask.now - mail.createdAt >= GATHER;
  switch (ask.told(mail)) {
    case 'never':
      return 'drop';
    case 'bundling':
      return 'bundle';
    case 'bundled':
      return stale ? 'bundle' : 'hold';
    case 'itself':
      return stale ? 'bundle' : 'itself';
    default:
      return withOpening(mail, ask, held);
  }
}

/** As its opening fares: it never goes before, and never into another mail. */
function withOpening(mail: Waiting, ask: Ask, held: ReadonlySet<Waiting>): Fate {
  const same = ask.waiting.filter(({ incident }) => incident === mail.incident);
  const before = same.slice(0, same.indexOf(mail));
  const first = before[before.findLastIndex(({ kind }) => kind === 'resolved') + 1];
  return first === undefined || first.handed ? 'itself' : fateOf(first, ask, held);
}
