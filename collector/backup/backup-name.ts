import { type EpochMs, epochMs } from '../../kit/units.ts';

const NAME = /^hatang-backup-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** `20261126T023000Z`: a moment in a file's name, in UTC, free of colons. */
export const stampOf = (at: EpochMs): string =>
  new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/** `hatang-backup-2026-11-26T023000Z`: names in order are backups in order. */
export function backupName(at: EpochMs): string {
  const [day, time = ''] = new Date(at).toISOString().split('T');
  return `hatang-backup-${day}T${time.slice(0, 8).replaceAll(':', '')}Z`;
}

/** Undefined for whatever else stands in the folder. */
export function madeAt(name: string): EpochMs | undefined {
  const [, day, hour, minute, second] = NAME.exec(name) ?? [];
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : epochMs(at);
}
