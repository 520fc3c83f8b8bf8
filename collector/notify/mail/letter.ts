import { createHash } from 'node:crypto';
import type { Language } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';

export interface Letter {
  readonly id: string;
  readonly incident: string | undefined;
  /** `opened`, `resolved`, `escalated`; `merged`, `catchup` tell of many; others are no incident's. */
  readonly kind: string;
  readonly recipient: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The schools it names: only who may see all of them may read it. */
  readonly schools: readonly string[];
  readonly createdAt: EpochMs;
}

export interface Claimed extends Letter {
  /** This try included. */
  readonly attempts: number;
  /** An earlier try may have arrived. */
  readonly handedBefore: boolean;
  /** Earlier tries that the server had whole and gave no answer to. */
  readonly unanswered: number;
}

/** Of a mail that tells many: named by the first it took in, which no other ever will. */
export function bundleId(first: string, recipient: string): string {
  const exact = createHash('sha256').update(JSON.stringify(['bundle', first, recipient]));
  return `bundle-${exact.digest('hex').slice(0, 24)}`;
}
