import type { Result } from '../../../../kit/result.ts';
import type { Ms } from '../../../../kit/units.ts';
import type { SilenceReason } from '../soap/exchange.ts';
import type { StreamAddress } from './stream-address.ts';

/** The two addresses of an open connection, without ports. */
export interface Ends {
  readonly local: string;
  readonly remote: string;
}

/** An open connection: text goes out, bytes come to the listener. */
export interface Connection {
  readonly ends: Ends;
  write(text: string): void;
  /** Closes at once; harmless when it is closed already. */
  close(): void;
}

export interface Listener {
  /** `chunk` is the door's own: it holds these bytes until `bytes` returns, and no longer. */
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

/** A pair of UDP ports of ours; nothing is ever sent from them. */
export interface Receiver {
  /** Even: packets of pictures come here, those of RTCP to the next. */
  readonly port: number;
  /** From now on only what comes from this port of the camera counts; from any of them where it states none. */
  expect(serverPort: number | undefined): void;
  /** Harmless when it is closed already. */
  close(): void;
}

/** Opens a receiver as the UDP door does it; undefined where no pair of ports is free. */
export type Receive = (
  ends: Ends,
  onPacket: (channel: 0 | 1, packet: Uint8Array) => void,
) => Promise<Receiver | undefined>;
