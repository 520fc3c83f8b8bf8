import type { Ms } from '../../../../kit/units.ts';
import type { Silence } from '../../../../wire/error-words.ts';

export interface HttpAsk {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type SilenceReason = Exclude<Silence, 'garbled'>;

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
