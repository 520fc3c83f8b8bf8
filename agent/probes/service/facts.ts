import type { EpochMs, Ms } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';

/** What TLS showed, also where the certificate doesn't hold. */
export interface TlsSeen {
  readonly version?: string;
  readonly valid: boolean;
  /** Why it doesn't hold, as a code: CERT_HAS_EXPIRED, … */
  readonly reason?: string;
  readonly validTo?: EpochMs;
}

/** What one request showed; each part is there as far as the exchange came. */
export interface ServiceReply {
  readonly tls?: TlsSeen;
  /** The head of the answer. */
  readonly head?: { readonly status: number; readonly after: Ms };
  /** Why there is no head. */
  readonly error?: string;
}

export interface ServiceSeries {
  readonly device: string;
  readonly service: string;
}

/** A server that answers 5xx is not up; a redirect or a login page is. */
export const isUp = ({ head }: ServiceReply): boolean => head !== undefined && head.status < 500;

export function problemOf(reply: ServiceReply): string | undefined {
  if (reply.error !== undefined) return reply.error;
  if (reply.head !== undefined && reply.head.status >= 500) return `status ${reply.head.status}`;
  return reply.tls?.valid === false ? certificateProblem(reply.tls) : undefined;
}

export function serviceFact(series: ServiceSeries, reply: ServiceReply, at: EpochMs): Fact {
  const fields: Record<string, FieldValue> = { up: isUp(reply) };
  if (reply.head !== undefined) {
    fields['status'] = reply.head.status;
    fields['latency_s'] = reply.head.after / 1_000;
  }
  const tls = reply.tls;
  if (tls !== undefined) {
    fields['certificate_valid'] = tls.valid;
    if (tls.version !== undefined) fields['tls_version'] = tls.version;
    if (tls.validTo !== undefined) fields['certificate_days'] = (tls.validTo - at) / 86_400_000;
  }
  const problem = problemOf(reply);
  if (problem !== undefined) fields['error'] = problem;
  return {
    measurement: 'service_check',
    tags: { device: series.device, service: series.service },
    fields,
    at,
  };
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
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another host',
};

const certificateProblem = ({ reason = 'unknown' }: TlsSeen): string =>
  CERTIFICATE_PROBLEMS[reason] ?? `certificate does not hold: ${reason}`;
