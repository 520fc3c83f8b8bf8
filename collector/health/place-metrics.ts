import type { EpochMs } from '../../kit/units.ts';
import type { HistoryHealth } from '../history/history.ts';
import type { Metric } from './metric.ts';
import type { Places, Room } from './places-door.ts';
import type { Standing } from './readiness.ts';

const gauge = (
  name: string,
  help: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): Metric => ({ name, help, type: 'gauge', value, labels });

export const versionMetric = (version: string): Metric =>
  gauge('hatang_build_info', 'Always 1; its label is the version', 1, { version });

export const standingMetrics = (standing: readonly Standing[]): readonly Metric[] =>
  standing.map(({ name, status }) =>
    gauge('hatang_ready', '1 where the check does not fail', status === 'fail' ? 0 : 1, {
      check: name,
    }),
  );

/** What is kept, what room is left, what waits to go on. */
export function placeMetrics(
  places: Places,
  parts: {
    readonly history: { health(): HistoryHealth };
    readonly lastBackup?: () => EpochMs | undefined;
  },
): readonly Metric[] {
  const { waitingLines, problem } = parts.history.health();
  const backedUpAt = parts.lastBackup?.();
  return [
    ...places
      .files()
      .map(({ name, bytes }) =>
        gauge('hatang_database_bytes', 'What a database file takes', bytes, { file: name }),
      ),
    ...roomMetrics(places),
    gauge('hatang_history_waiting_lines', 'Lines a history server has not got yet', waitingLines),
    gauge(
      'hatang_history_stopped',
      '1 where the history server refuses all writes and a person must mend it',
      problem?.kind === 'stopped' ? 1 : 0,
    ),
    ...(backedUpAt === undefined
      ? []
      : [
          gauge(
            'hatang_last_backup_timestamp_seconds',
            'When the newest good backup was made, since 1970',
            backedUpAt / 1_000,
          ),
        ]),
  ];
}

function roomMetrics(places: Places): readonly Metric[] {
  let room: Room;
  try {
    room = places.room();
  } catch {
    // A figure that can't be had is left out: readiness tells why.
    return [];
  }
  return [
    gauge('hatang_disk_free_bytes', 'Free on the disk of the data folder', room.freeBytes),
    gauge('hatang_disk_size_bytes', 'Size of the disk of the data folder', room.sizeBytes),
  ];
}
