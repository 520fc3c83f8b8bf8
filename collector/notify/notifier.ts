import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { FieldValue } from '../../wire/fact.ts';

/** What happened, in words that any way of telling people can use: a mail now, a webhook next. */
export interface Notice {
  readonly kind: 'opened' | 'resolved';
  readonly incident: string;
  readonly rule: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly tell: 'at_once' | 'later';
  readonly school: {
    readonly id: string;
    readonly name: string;
    readonly unit: { readonly id: string; readonly name: string } | undefined;
  };
  /** The school or the device is simulated: says so wherever it is told. */
  readonly simulated: boolean;
  /** What it is about, as people call it. */
  readonly subject: Text;
  /** `camera Cổng trường mất tín hiệu`. */
  readonly headline: Text;
  /** The whole sentence, with its time. */
  readonly cause: Text;
  readonly advice: Text;
  readonly evidence: Readonly<Record<string, FieldValue>>;
  readonly openedAt: EpochMs;
  readonly resolvedAt: EpochMs | undefined;
  readonly at: EpochMs;
}

export interface Notifier {
  /** Called inside the transaction that writes the incident: what it keeps is as durable as the incident. */
  accept(notice: Notice): void;
  /** Delivers what waits, until the signal aborts. */
  deliver(signal: AbortSignal): Promise<void>;
}
