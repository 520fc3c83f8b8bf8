import type { Ms } from '../kit/units.ts';

/** In real time, whatever clock the parts are told: it is the machine that is spared. */
export function afterTurn(deed: () => void, after: Ms): void {
  if (after > 0) setTimeout(deed, after).unref();
  else setImmediate(deed);
}
