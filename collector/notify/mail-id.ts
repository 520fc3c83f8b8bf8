import { createHash } from 'node:crypto';

/** One message for each (incident, kind, recipient), whoever asks for it how often. */
export function mailId(incident: string, kind: string, recipient: string): string {
  const exact = createHash('sha256').update(JSON.stringify([incident, kind, recipient]));
  return `${incident}-${kind}-${exact.digest('hex').slice(0, 12)}`;
}
