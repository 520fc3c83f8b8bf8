import { type EpochMs, epochMs, hours, type Ms, minutes } from '../../../kit/units.ts';
import { dueSlots, dueWeekly, type Slot } from '../../calendar/slots.ts';
import type { DigestOptions } from './options.ts';

export const DIGESTS = ['daily', 'weekly'] as const;
export type DigestKind = (typeof DIGESTS)[number];

/** A digest that was due so long ago is not sent any more: the next one tells what it would have told. */
const LATEST: Ms = hours(2);
/** From then on it says that it is late. */
const LATE: Ms = minutes(10);

export interface Due {
  /** The newest of those that came due. */
  readonly slot: Slot;
  readonly what: 'send' | 'send_late' | 'skip';
}

/** The one digest of a kind that came due later than `after`; of several missed ones the newest. */
export function dueDigest(
  kind: DigestKind,
  { options, timeZone }: { readonly options: DigestOptions; readonly timeZone: string },
  { after, now }: { readonly after: EpochMs; readonly now: EpochMs },
): Due | undefined {
  // Nobody is told of a slot that is longer ago: a file of years ago is not walked day by day.
  const stretch = { after: epochMs(Math.max(after, now - LONGEST_GAP)), until: now };
  const { daily, weekly } = options;
  const slots =
    kind === 'daily'
      ? dueSlots(daily, stretch, timeZone)
      : weekly === 'off'
        ? []
        : dueWeekly({ weekday: weekly.day, time: weekly.at }, stretch, timeZone);
  const slot = slots.at(-1);
  if (slot === undefined) return undefined;
  const since = now - slot.at;
  return { slot, what: since > LATEST ? 'skip' : since > LATE ? 'send_late' : 'send' };
}

const LONGEST_GAP: Ms = hours(24 * 15);
