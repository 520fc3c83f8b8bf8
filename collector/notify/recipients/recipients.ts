import type { Language } from '../../../kit/text.ts';
import type { Duty, Severity } from '../../alert/rule.ts';

/** Somebody who gets mail, and what of it concerns them. */
export interface Recipient {
  readonly address: string;
  /** Empty where nobody stated it. */
  readonly name: string;
  readonly language: Language;
  readonly duty: Duty;
  /** The unit or school they stand for; undefined: all schools. */
  readonly unit: string | undefined;
}

/** A recipient with those of the asked schools that are at or below the own unit. */
export interface Hearing extends Recipient {
  readonly schools: ReadonlySet<string>;
  /** They look after every school, now and later, and so after the collector itself. */
  readonly all: boolean;
}

export interface Recipients {
  /**
   * Who is told at once of an incident of these schools, each address once. No schools: an incident of the collector
   * itself, which concerns those who look after all.
   */
  hearing(ask: {
    readonly schools: readonly string[];
    readonly severity: Severity;
    readonly duties: readonly Duty[];
  }): readonly Hearing[];
  /** Who reads digests, each address once, with every school at or below the own unit. */
  readers(digest: 'daily' | 'weekly'): readonly Hearing[];
}
