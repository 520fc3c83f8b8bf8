import type { Clock } from '../kit/clock.ts';
import { type EpochMs, seconds } from '../kit/units.ts';
import type { CollectorFields } from './alert/rules/collector-fields.ts';
import type { HealthView } from './health/health-view.ts';
import { kept } from './health/kept.ts';
import { reserveOf } from './health/looks.ts';
import type { HistoryHealth } from './history/history.ts';

interface Told {
  readonly cannotStore: () => string | undefined;
  readonly view: () => HealthView;
  readonly history: () => HistoryHealth;
  /** Since when the mail has been due that waits longest. */
  readonly mailDueSince: () => EpochMs | undefined;
  readonly reserveBytes: number | undefined;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
}

/** Room and backups change slowly, and take a while to look at. */
const LOOKED_EVERY = seconds(30);

/** What the collector tells of itself to the rules that watch it. */
export function selfTold(told: Told): () => CollectorFields {
  const { clock, cannotStore, history, mailDueSince } = told;
  const view = kept(LOOKED_EVERY, clock, told.view);
  const sinceS = (at: EpochMs | undefined): number =>
    at === undefined ? 0 : Math.max(0, (clock.now() - at) / 1_000);
  const disk = (): CollectorFields => {
    const { room, fullIn, lastBackup, startedAt } = view();
    return {
      ...(room && { disk_spare_bytes: room.freeBytes - reserveOf(room, told.reserveBytes) }),
      ...(fullIn && { disk_full_in_s: fullIn / 1_000 }),
      ...(lastBackup && { backup_age_s: sinceS(lastBackup === 'none' ? startedAt : lastBackup) }),
    };
  };
  return () => {
    const { problem, waitingLines } = history();
    const failing = cannotStore();
    return {
      ...disk(),
      store_failing: failing !== undefined,
      ...(failing !== undefined && { store_error: failing }),
      mail_stuck_s: sinceS(mailDueSince()),
      history_failing: problem !== undefined,
      history_waiting_lines: waitingLines,
      ...(problem && { history_error: problem.reason }),
    };
  };
}
