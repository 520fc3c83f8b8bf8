import type { Result } from '../../../../kit/result.ts';
import type { Ms } from '../../../../kit/units.ts';
import type { SilenceReason } from '../soap/exchange.ts';
import type { StreamAddress } from './stream-address.ts';

/** An open connection: text goes out, bytes come to the listener. */
export interface Connection {
  write(text: string): void;
  /** Closes at once; harmless when it is closed already. */
  close(): void;
}

export interface Listener {
  bytes(chunk: Uint8Array): void;
  /** Once, when nothing more will come. */
  closed(): void;
}

/** Opens a connection to a stream, as the RTSP door does it. */
export type Connect = (
  address: StreamAddress,
  listener: Listener,
  limits: { readonly deadline: Ms; readonly signal: AbortSignal },
) => Promise<Result<Connection, SilenceReason>>;
