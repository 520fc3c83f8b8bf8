import type { EpochMs, Ms } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import type { Step } from '../../../wire/service-words.ts';
import { certificateProblem, type Failure, type TlsSeen } from '../../dial/seen.ts';
import type { PlainReply } from './redirect.ts';

/** What one check showed; each part is there as far as it came. */
export interface ServiceReply {
  /** How long each step took that was taken to its end. */
  readonly spent: Readonly<Partial<Record<Step, Ms>>>;
  readonly addresses?: number;
  readonly tls?: TlsSeen;
  /** The head of the answer, and when it was there since the check began. */
  readonly head?: { readonly status: number; readonly after: Ms };
  /** Why there is no head. */
  readonly failed?: Failure;
  /** What its unencrypted address did. */
  readonly plain?: PlainReply;
}

export interface ServiceSeries {
  readonly device: string;
  readonly service: string;
  /** What people call it. */
  readonly name?: string | undefined;
}

/** A server that answers 5xx is not up; a redirect or a login page is. */
export const isUp = ({ head }: ServiceReply): boolean => head !== undefined && head.status < 500;

export function problemOf(reply: ServiceReply): string | undefined {
  if (reply.failed !== undefined) return reply.failed.error;
  if (reply.head !== undefined && reply.head.status >= 500) return `status ${reply.head.status}`;
  return reply.tls === undefined ? undefined : certificateProblem(reply.tls);
}

export function serviceFact(series: ServiceSeries, reply: ServiceReply, at: EpochMs): Fact {
  const { device, service, name } = series;
  const fields = {
    up: isUp(reply),
    name,
    ...stepFields(reply),
    ...tlsFields(reply.tls, at),
    ...plainFields(reply.plain),
    error: problemOf(reply),
  };
  return { measurement: 'service_check', tags: { device, service }, fields: told(fields), at };
}

type Fields = Readonly<Record<string, FieldValue | undefined>>;

const told = (fields: Fields): Record<string, FieldValue> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const secondsOf = (span: Ms | undefined): number | undefined =>
  span === undefined ? undefined : span / 1_000;

/** A status of 5xx is told by the last step: the head came, and says that the server is broken. */
function stepFields(reply: ServiceReply): Fields {
  const { spent, head, addresses, failed } = reply;
  const broken = head !== undefined && head.status >= 500 ? 'http' : undefined;
  return {
    failed_step: failed?.step ?? broken,
    status: head?.status,
    latency_s: secondsOf(head?.after),
    dns_s: secondsOf(spent.dns),
    tcp_s: secondsOf(spent.tcp),
    tls_s: secondsOf(spent.tls),
    http_s: secondsOf(spent.http),
    addresses,
  };
}

function tlsFields(tls: TlsSeen | undefined, at: EpochMs): Fields {
  if (tls === undefined) return {};
  return {
    tls_version: tls.version,
    certificate_valid: tls.chainValid && tls.hostNameValid,
    chain_valid: tls.chainValid,
    host_name_valid: tls.hostNameValid,
    certificate_days: tls.validTo === undefined ? undefined : (tls.validTo - at) / 86_400_000,
    certificate_chain: tls.chainLength,
    certificate_issuer: tls.issuer,
  };
}

/** Where nothing can be said, nothing is told: what is missing is judged as unknown. */
const plainFields = (plain: PlainReply | undefined): Fields =>
  plain === undefined || plain.outcome === 'silent'
    ? {}
    : {
        https_redirect: plain.outcome === 'https',
        http_outcome: plain.outcome,
        redirect_path: plain.path === '' ? undefined : plain.path,
      };
