import { oneLine } from '../../../kit/one-line.ts';
import type { Named } from './seen.ts';

const MOST = 12;

/** As people call them, each once with the newest version that was found; Internet Explorer is none any more. */
export function tidyBrowsers(found: readonly Named[]): readonly Named[] {
  const byName = new Map<string, string>();
  for (const { name, version } of found) {
    const tidy = oneLine(name, 40).replace(/^Mozilla /, '');
    const plain = /\d+(?:\.\d+){0,3}/.exec(oneLine(version, 200))?.[0].slice(0, 40);
    if (tidy === '' || plain === undefined || /internet explorer/i.test(tidy)) continue;
    const known = byName.get(tidy);
    if (known === undefined || isNewer(plain, known)) byName.set(tidy, plain);
  }
  return [...byName].map(([name, version]) => ({ name, version })).slice(0, MOST);
}

function isNewer(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.split('.').map(Number));
  for (let at = 0; at < 4; at += 1) {
    const step = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (step !== 0) return step > 0;
  }
  return false;
}
