import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { type Ms, ms } from '../../kit/units.ts';
import { batchId } from '../../wire/batch.ts';
import type { SpoolDisk } from './file-door.ts';
import type { Left } from './salvage-door.ts';
import { type Sealed, unseal } from './seal.ts';
import type { SpoolTable } from './sqlite-door.ts';

const NEW: Ms = ms(0);

export interface Damaged {
  readonly agent: string;
  readonly disk: Pick<SpoolDisk, 'open' | 'setAside' | 'leftIn'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** A new file in place of a damaged one, with the batches that could still be read, under the ids they have always had. */
export function replaceDamaged({ agent, disk, clock, log }: Damaged, error: unknown): SpoolTable {
  const aside = disk.setAside(`${clock.now()}`);
  const table = disk.open();
  const saved = moveLeft(disk.leftIn(aside), table, agent);
  log.error({ aside, saved, problem: messageOf(error) }, 'damaged spool set aside');
  return table;
}

/** Puts what is whole of a damaged file into its successor; gives how many batches that is. */
function moveLeft(
  left: Iterable<Left>,
  into: { insert(sealed: Sealed, run: Ms, id: string): void },
  agent: string,
): number {
  let saved = 0;
  for (const batch of left) {
    if (unseal(batch.payload) === undefined) continue;
    try {
      into.insert(batch, NEW, batch.id ?? batchId(agent, batch.spool, batch.sequence));
    } catch {
      // The disk is full: what was saved is saved, the rest lies in the file that was set aside.
      return saved;
    }
    saved += 1;
  }
  return saved;
}
