import type { EpochMs } from '../kit/units.ts';

/**
 * An integer on the wire is written `12i` and must be safe to hold in a number;
 * a float is a bare number. Which of the two a field is stands in the register, not in the value.
 */
export type FieldValue = number | boolean | string;

/** One measured thing at one instant: what travels, is spooled, stored and judged. */
export interface Fact {
  readonly measurement: string;
  /** Identity of the series. The tag `school` is set by the collector, never by an agent. */
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly at: EpochMs;
}

/** What one fact adds to its series. */
export type FactPoint = Pick<Fact, 'fields' | 'at'>;

/** Facts of one series, in the order they came in. */
export interface SeriesFacts extends Pick<Fact, 'measurement' | 'tags'> {
  /** Canonical identity, `line-protocol` seriesKey. */
  readonly series: string;
  readonly points: readonly FactPoint[];
}
