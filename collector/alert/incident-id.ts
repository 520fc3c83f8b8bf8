import { createHash } from 'node:crypto';
import type { EpochMs } from '../../kit/units.ts';

const LONGEST_READABLE = 80;

/** The same opening always has the same id; safe in a URL, a file name and a mail header whatever the device is called. */
export function incidentId(school: string, rule: string, device: string, now: EpochMs): string {
  const readable = `${school}-${rule}-${device}`
    .replace(/[^a-z0-9_-]+/gi, '_')
    .slice(0, LONGEST_READABLE);
  const exact = createHash('sha256').update(JSON.stringify([school, rule, device, now]));
  return `${readable}-${exact.digest('hex').slice(0, 12)}`;
}
