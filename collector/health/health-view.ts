import type { EpochMs, Ms } from '../../kit/units.ts';
import type { HookStanding } from '../notify/webhook/calls.ts';
import type { Room, StoredFile } from './places-door.ts';
import type { Standing } from './readiness.ts';
import type { StoredFigures } from './stored-figures.ts';

/** What the page of the collector's own health shows. */
export interface HealthView extends StoredFigures {
  readonly standing: readonly Standing[];
  readonly startedAt: EpochMs;
  /** Of Node. */
  readonly runtime: string;
  /** Batches taken in each whole minute of the last hour, oldest first; none is known from before the start. */
  readonly minutes: readonly number[];
  /** Batches read and not committed yet. */
  readonly inHand: number;
  /** Lines acknowledged that a history server has not got yet; undefined where the history is inside. */
  readonly waitingLines: number | undefined;
  /** One for each webhook of the config. */
  readonly webhooks: readonly HookStanding[];
  readonly files: readonly StoredFile[];
  /** Undefined where the folder can't be asked. */
  readonly room: Room | undefined;
  /** Bytes a day; undefined before there is something to compare. */
  readonly growth: number | undefined;
  readonly fullIn: Ms | undefined;
  /** `none`: not one yet; undefined where this collector makes none. */
  readonly lastBackup: EpochMs | 'none' | undefined;
}
