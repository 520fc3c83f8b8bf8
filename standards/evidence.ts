import type { EpochMs, Ms } from '../kit/units.ts';
import type { DeviceKind } from '../wire/device-kinds.ts';
import type { FieldValue } from '../wire/fact.ts';
import type { Hours, Statistic } from './criterion.ts';

export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly simulated: boolean;
  readonly room: string | undefined;
  readonly zone: string | undefined;
  readonly address: string | undefined;
}

/** One value of one series. `samples` is 1 for a latest value. */
export interface Reading {
  readonly value: FieldValue;
  readonly at: EpochMs;
  readonly samples: number;
}

export interface Question {
  /** Undefined asks for the series of all devices of the school. */
  readonly device: string | undefined;
  readonly measurement: string;
  readonly field: string;
  readonly statistic: Statistic;
  readonly window: Ms | undefined;
  readonly hours: Hours;
  readonly where: Readonly<Record<string, string>>;
}

/** What a judge may ask of one school. The agent and the collector each answer from their own store. */
export interface Evidence {
  readonly now: EpochMs;
  readonly devices: readonly Device[];
  /** One reading a series, none where nothing was ever measured. */
  readings(question: Question): readonly Reading[];
  declaration(name: string): FieldValue | undefined;
}
