import { type Ms, ms, seconds } from '../../kit/units.ts';

/**
 * How long the first looks of an agent are spread over: short, so that its page fills soon, but not so short that sixty
 * cameras send at once, which costs memory.
 */
const FIRST_SPREAD = { least: seconds(6), most: seconds(20), each: ms(150) };
const CONFIRM_AT_MOST = seconds(30);

/** A target's own place in its period, from its name: no two fire together, and it survives a restart. */
export function phaseOf(name: string, every: Ms): Ms {
  return ms(hash(name) % Math.max(1, every));
}

/** When one of so many targets is looked at for the first time, counted from the start of the schedule. */
export function firstDue(name: string, every: Ms, targets: number): Ms {
  const { least, most, each } = FIRST_SPREAD;
  const spread = Math.min(most, Math.max(least, targets * each));
  return phaseOf(name, ms(Math.min(every, spread)));
}

/** The next multiple of `every`, shifted by `phase`, that lies after `after`. */
export function nextDue(every: Ms, phase: Ms, after: Ms): Ms {
  const turns = Math.floor((after - phase) / every) + 1;
  return ms(turns * every + phase);
}

/**
 * When to look next after a look that began and ended then. Half a period is always left from
 * beginning to beginning, so that the first look and the first regular one do not fall together.
 */
export function dueAfter(
  every: Ms,
  phase: Ms,
  { began, now }: { readonly began: Ms; readonly now: Ms },
): Ms {
  return nextDue(every, phase, ms(Math.max(began + every / 2, now)));
}

/** How soon a fault just seen is looked at again, so that it is confirmed within two cycles. */
export function confirmAfter(every: Ms): Ms {
  return ms(Math.min(every / 3, CONFIRM_AT_MOST));
}

/** FNV-1a, 32 bits. Source: draft-eastlake-fnv. */
function hash(text: string): number {
  let value = 0x811c_9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x0100_0193) >>> 0;
  return value;
}
