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

/** What is kept, and what room is left. */
export const placeMetrics = (places: Places): readonly Metric[] => [
  ...places
    .files()
    .map(({ name, bytes }) =>
      gauge('hatang_database_bytes', 'What a database file takes', bytes, { file: name }),
    ),
  ...roomMetrics(places),
];

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
