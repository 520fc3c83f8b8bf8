import type { Notice } from './notice.ts';

/** A way of telling people: a mail, a call to another program. */
export interface Notifier {
  /** Called inside the transaction that writes the incident: what it keeps is as durable as the incident. */
  accept(notice: Notice): void;
  /** Delivers what waits, until the signal aborts. */
  deliver(signal: AbortSignal): Promise<void>;
}
