import { type Handshake, knockTlsWith } from '../ports-door.ts';
import type { Connect } from '../rtsp/connect.ts';
import { connectRtspWith } from '../rtsp/rtsp-door.ts';
import type { Exchange } from '../soap/exchange.ts';
import { exchangeWith } from '../soap/soap-door.ts';
import type { Certificates } from './certificates.ts';

/** Every way over TLS to a device, all by the same memory of certificates. */
export interface TrustingDoors {
  readonly certificates: Certificates;
  readonly exchange: Exchange;
  readonly connect: Connect;
  readonly tls: Handshake;
}

export const doorsOf = (certificates: Certificates): TrustingDoors => ({
  certificates,
  exchange: exchangeWith(certificates.trusts),
  connect: connectRtspWith(certificates.trusts),
  tls: knockTlsWith(certificates.trusts),
});
