import type { CalendarParts } from '../calendar/make-calendar.ts';
import type { CollectorConfig } from '../config.ts';
import type { HistoryHealth } from '../history/history.ts';
import type { IngestFigures, Lane, Outcome } from './ingest.ts';
import type { Admission } from './read-batch.ts';

/** What the thread that writes facts is started with: values alone, as nothing else passes between threads. */
export interface ThreadStart {
  readonly folder: string;
  readonly config: Pick<CollectorConfig, 'history' | 'time_zone'>;
  /** When schools teach. */
  readonly teaching: CalendarParts;
  /** `measurement.field` of what criteria read by the day. */
  readonly counted: readonly string[];
}

export type ToThread =
  | {
      readonly kind: 'admit';
      readonly id: number;
      readonly lane: Lane;
      readonly admission: Admission;
    }
  | { readonly kind: 'prune'; readonly now: number }
  | { readonly kind: 'stop' };

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly (readonly [id: number, Outcome])[] }
  /** The file answered that it is damaged. */
  | { readonly kind: 'damaged'; readonly why: string }
  | { readonly kind: 'health'; readonly health: ThreadHealth }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly fields: object;
      readonly event: string;
    };

/** What the thread tells of itself every second. */
export interface ThreadHealth extends IngestFigures {
  readonly history: HistoryHealth;
}
