import type { EpochMs } from '../../kit/units.ts';
import type { Step } from '../../wire/service-words.ts';

/** What TLS showed, also where the certificate doesn't hold. */
export interface TlsSeen {
  readonly version?: string;
  readonly chainValid: boolean;
  readonly hostNameValid: boolean;
  /** Why the chain doesn't hold, as a code: CERT_HAS_EXPIRED, … */
  readonly reason?: string;
  readonly validTo?: EpochMs;
  /** From the system's own certificate to the last that could be found. */
  readonly chainLength?: number;
  readonly issuer?: string;
}

export interface Failure {
  readonly step: Step;
  readonly error: string;
}

/** Node's and OpenSSL's codes in words. Source: nodejs.org/api/tls, X509 certificate error codes. */
const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate is signed by nobody known',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate is signed by nobody known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate chain is incomplete',
};

/** What a browser would refuse it for; undefined where the certificate holds. */
export function certificateProblem({
  chainValid,
  hostNameValid,
  reason = 'unknown',
}: TlsSeen): string | undefined {
  if (!chainValid) return CERTIFICATE_PROBLEMS[reason] ?? `certificate does not hold: ${reason}`;
  return hostNameValid ? undefined : 'certificate is for another host';
}
