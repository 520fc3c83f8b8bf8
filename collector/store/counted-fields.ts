import { specOf } from '../../wire/measurements.ts';

/** `measurement.field`: what pages and reports show by the day, whatever the standards read. */
const SHOWN = [
  'camera.up',
  'camera_stream.live',
  'machine.up',
  'machine.usable',
  'recorder.up',
  'uplink_bandwidth.down_bps',
  'uplink_bandwidth.loaded_down_s',
  'uplink_bandwidth.loaded_up_s',
  'uplink_bandwidth.up_bps',
  'uplink_ping.latency_s',
  ...Object.keys(specOf('uplink_minute')?.fields ?? {}).map((field) => `uplink_minute.${field}`),
];

/**
 * The fields of each measurement that statistics are kept of: those that are shown by the day and those that `read` names.
 * Counting every field of a city would touch several times as many pages for figures that nobody asks for.
 */
export function countedFields(
  read: readonly string[],
): (measurement: string) => ReadonlySet<string> | undefined {
  const fields = Map.groupBy([...SHOWN, ...read], (name) => name.slice(0, name.indexOf('.')));
  const counted = new Map(
    [...fields].map(([measurement, names]) => [
      measurement,
      new Set(names.map((name) => name.slice(measurement.length + 1))),
    ]),
  );
  return (measurement) => counted.get(measurement);
}
