import { messageOf } from '../../kit/result.ts';
import type { HistoryHealth } from '../history/history.ts';
import { number, type Sql } from '../store/sql.ts';
import type { Places, Room } from './places-door.ts';
import type { Looks, Trouble } from './readiness.ts';

export interface LooksParts {
  readonly state: Sql;
  readonly facts: { problem(): string | undefined };
  /** Why the thread that writes facts does no work; undefined while it does. */
  readonly writer: { problem(): string | undefined };
  readonly places: Pick<Places, 'room' | 'closed'>;
  readonly history: { health(): HistoryHealth };
  /** What must stay free on the disk; undefined leaves it to its size. */
  readonly reserveBytes: number | undefined;
  readonly isStopping: () => boolean;
}

/** What readiness stands on. Each look is cheap, and changes nothing. */
export function looks(parts: LooksParts): Looks {
  const { state, facts, writer, places, history, reserveBytes, isStopping } = parts;
  return {
    state: () => failing(triedWriting(state)),
    facts: () => failing(facts.problem()),
    writer: () => failing(writer.problem()),
    disk: () => failing(triedDisk(places, reserveBytes)),
    history: () => troubleOf(history.health()),
    stopping: () => failing(isStopping() ? 'shutting down' : undefined),
  };
}

const failing = (output: string | undefined): Trouble | undefined =>
  output === undefined ? undefined : { status: 'fail', output };

class Undone extends Error {}

/** Takes the right to write, changes a page and takes the change back: what is locked or read-only says so. */
function triedWriting(sql: Sql): string | undefined {
  try {
    sql.transaction(() => {
      const version = number(sql.get('PRAGMA user_version') ?? {}, 'user_version');
      sql.run(`PRAGMA user_version = ${version}`);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) return `database: ${messageOf(error)}`;
  }
  return undefined;
}

const RESERVE_BYTES = 512 * 1024 ** 2;
const RESERVE_SHARE = 0.05;

/** 512 MiB, and of a small disk a twentieth. */
export const reserveOf = ({ sizeBytes }: Room, wanted: number | undefined): number =>
  wanted ?? Math.min(RESERVE_BYTES, sizeBytes * RESERVE_SHARE);

function triedDisk(
  places: Pick<Places, 'room' | 'closed'>,
  wanted: number | undefined,
): string | undefined {
  try {
    const closed = places.closed();
    if (closed !== undefined) return `data folder can't be written: ${closed}`;
    const room = places.room();
    const reserve = reserveOf(room, wanted);
    if (room.freeBytes >= reserve) return undefined;
    return `${Math.floor(room.freeBytes)} bytes free, ${Math.ceil(reserve)} are kept in reserve`;
  } catch (error) {
    return `data folder: ${messageOf(error)}`;
  }
}

function troubleOf({ problem }: HistoryHealth): Trouble | undefined {
  if (problem === undefined) return undefined;
  const { kind, reason } = problem;
  return { status: kind === 'stopped' ? 'fail' : 'warn', output: `${kind}: ${reason}` };
}
