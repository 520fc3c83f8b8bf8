import type { Text } from '../kit/text.ts';

/** The kinds of values a field may have on the wire. */
export type FieldType = 'float' | 'integer' | 'boolean' | 'string';

/** `ratio` runs 0–1; `1` is a count or has no unit. */
export type Unit = '1' | 's' | 'bytes' | 'bps' | 'ratio' | 'fps' | 'pixels' | 'days' | 'celsius';

export interface FieldSpec {
  readonly type: FieldType;
  readonly unit: Unit;
  readonly about: Text;
}

export interface TagSpec {
  readonly about: Text;
  readonly required: boolean;
}

export interface MeasurementSpec {
  readonly about: Text;
  readonly tags: Readonly<Record<string, TagSpec>>;
  readonly fields: Readonly<Record<string, FieldSpec>>;
}
