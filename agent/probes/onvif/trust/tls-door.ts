import { createHash } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';

/**
 * TLS to a device, whoever signed its certificate. Old versions and ciphers are taken too: that a camera has nothing
 * newer is to be seen, not to be stumbled over.
 */
export const openTls = (host: string, port: number): TLSSocket =>
  connect({
    host: host.replace(/^\[|\]$/g, ''),
    port,
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });

/** SHA-256 of the certificate's DER, hex; undefined where none was shown. */
export function certificateOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  return raw === undefined ? undefined : createHash('sha256').update(raw).digest('hex');
}
