import type { Ms } from '../../../../kit/units.ts';

export interface HttpAsk {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * `stalled`: connected and asked, and no whole answer came in time; `timeout`: not even that; `stranger`: it showed
 * another certificate than the one it is known by.
 */
export type SilenceReason =
  | 'timeout'
  | 'stalled'
  | 'refused'
  | 'unresolved'
  | 'unreachable'
  | 'cut'
  | 'stranger';

export type HttpOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The `WWW-Authenticate` lines, each as sent. */
      readonly challenges: readonly string[];
      readonly body: Uint8Array;
      /** The `Date` line: what the device's clock says to anybody. */
      readonly date?: string | undefined;
    }
  | { readonly kind: 'silent'; readonly reason: SilenceReason }
  | { readonly kind: 'garbled'; readonly detail: string };

/** One HTTP exchange with a device, as the SOAP door does it. */
export type Exchange = (ask: HttpAsk, deadline: Ms, signal: AbortSignal) => Promise<HttpOutcome>;
