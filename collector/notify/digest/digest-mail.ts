import type { Language } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';

export interface DigestOutbox {
  enqueue(letter: DigestMail): void;
  /** Digests of that reader whose ids begin so and no server was ever handed. */
  unsentDigests(recipient: string, prefix: string): readonly string[];
  mergeInto(other: string, id: string, now: EpochMs): void;
}

export interface DigestMail {
  readonly id: string;
  readonly incident: undefined;
  readonly kind: 'digest';
  readonly recipient: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly createdAt: EpochMs;
  /** Only who may see all of them may read it. */
  readonly schools: readonly string[];
}
