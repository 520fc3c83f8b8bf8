import * as z from 'zod';
import { oneLine } from '../../kit/one-line.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { MaintenanceWish } from '../calendar/maintenance-desk.ts';
import type { WallTime } from '../calendar/wall-time.ts';
import type { Words } from './page-request.ts';

const MOST_NOTED = 300;

/** What a filled form asks for, its times on the wall of the zone; undefined where it can't be read. */
export function maintenanceForm(
  { unit, from, until, note = '' }: Words,
  momentOf: (wall: WallTime) => EpochMs,
): MaintenanceWish | undefined {
  const [begin, end] = [from, until].map(wallIn);
  const isRead = note !== '' && oneLine(note, MOST_NOTED) === note && (unit?.length ?? 0) <= 64;
  if (begin === undefined || end === undefined || !isRead) return undefined;
  return { unit, from: momentOf(begin), until: momentOf(end), note };
}

/** `2026-11-26T22:00`, as browsers write it; seconds are left out. */
function wallIn(text: string | undefined): WallTime | undefined {
  const [, day = '', time = ''] =
    /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d)(?::00)?$/.exec(text ?? '') ?? [];
  return z.iso.date().safeParse(day).success ? { day, time } : undefined;
}
