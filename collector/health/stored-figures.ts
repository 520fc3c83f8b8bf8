import { days, type EpochMs, epochMs, type Ms, minutes, ms } from '../../kit/units.ts';
import { number, numberOrNone, type Sql, type SqlValue } from '../store/sql.ts';

/** What the two databases tell of the work in hand. */
export interface StoredFigures {
  readonly agents: {
    /** Within the last five minutes. */
    readonly heard: number;
    /** Heard before, not lately. */
    readonly silent: number;
    /** Enrolled, not heard yet. */
    readonly never: number;
  };
  /** From a fact's own stamp to its coming in, over the agents heard lately; undefined where there are none. */
  readonly lag: { readonly median: Ms; readonly worst: Ms } | undefined;
  readonly mails: {
    readonly queued: number;
    readonly oldestQueuedAt: EpochMs | undefined;
    /** Within a day. */
    readonly failed: number;
  };
  /** Lines refused within a day. */
  readonly refusedLately: number;
}

export interface Reading {
  readonly state: Pick<Sql, 'get' | 'all'>;
  readonly facts: Pick<Sql, 'get' | 'all'>;
  /** Every agent that has a token. */
  readonly agents: () => readonly { readonly lastReceivedAt: EpochMs | undefined }[];
}

const LATELY = minutes(5);

export function storedFigures({ state, facts, agents }: Reading, now: EpochMs): StoredFigures {
  const count = (sql: Pick<Sql, 'get'>, query: string, ...values: readonly SqlValue[]): number =>
    number(sql.get(`SELECT count(*) AS n FROM ${query}`, ...values) ?? {}, 'n');
  const oldest = state.get(`SELECT min(created_at) AS at FROM mail WHERE state = 'queued'`) ?? {};
  const oldestAt = numberOrNone(oldest, 'at');
  return {
    agents: heardOf(agents(), now),
    lag: lagOf(facts, now),
    mails: {
      queued: count(state, "mail WHERE state = 'queued'"),
      oldestQueuedAt: oldestAt === undefined ? undefined : epochMs(oldestAt),
      failed: count(
        state,
        "mail WHERE state IN ('failed', 'refused', 'bounced') AND at > ?",
        now - days(1),
      ),
    },
    refusedLately: count(facts, 'dead_letter WHERE received_at > ?', now - days(1)),
  };
}

function heardOf(agents: ReturnType<Reading['agents']>, now: EpochMs): StoredFigures['agents'] {
  const known = agents.flatMap(({ lastReceivedAt: at }) => (at === undefined ? [] : [at]));
  const heard = known.filter((at) => at > now - LATELY).length;
  return { heard, silent: known.length - heard, never: agents.length - known.length };
}

/** By what agents tell of themselves, which each does in every live batch: one row a school, found by its key. */
function lagOf(facts: Pick<Sql, 'all'>, now: EpochMs): StoredFigures['lag'] {
  const lags = facts
    .all(
      `SELECT latest.received_at - latest.at AS lag
       FROM (SELECT DISTINCT school FROM heard WHERE last_received_at > ?1) AS lately
       JOIN latest ON latest.school = lately.school AND latest.measurement = 'agent'
       WHERE latest.received_at > ?1 ORDER BY lag`,
      now - LATELY,
    )
    .map((row) => Math.max(0, number(row, 'lag')));
  const [median, worst] = [lags[Math.floor(lags.length / 2)], lags.at(-1)];
  return median === undefined || worst === undefined
    ? undefined
    : { median: ms(median), worst: ms(worst) };
}
