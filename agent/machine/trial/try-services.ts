import type { Clock } from '../../../kit/clock.ts';
import { type Ms, seconds } from '../../../kit/units.ts';
import type { AppResult, LabTests } from '../../../wire/machine-report.ts';
import type { Authorities, Lookup } from '../../dial/dial-door.ts';
import { stepThrough } from '../../dial/exchange-door.ts';
import { passageOf } from '../../dial/passage.ts';
import { certificateProblem, type TlsSeen } from '../../dial/seen.ts';
import { withDeadline } from '../patience.ts';

type Service = LabTests['services'][number];

export interface Trying {
  readonly clock: Clock;
  /** Those the system trusts; asked for only where the ones that Node brings don't do. */
  readonly systemTrust: () => Authorities;
  /** Instead of the ones Node brings. */
  readonly ca?: Authorities;
  readonly lookup?: Lookup;
}

const DEADLINE = seconds(10);
/** More would take each other's time. */
const AT_ONCE = 5;

/** Tries every named system, a few at once. What is called off before its own time is left out: that says nothing of it. */
export async function tryServices(
  services: readonly Service[],
  trying: Trying,
  signal: AbortSignal,
): Promise<readonly AppResult[]> {
  const waiting = [...services];
  const results: AppResult[] = [];
  async function next(): Promise<void> {
    for (let service = waiting.shift(); service !== undefined; service = waiting.shift()) {
      if (signal.aborted) return;
      const result = await tryService(service, trying, signal);
      if (!signal.aborted) results.push(result);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  const place = new Map(services.map(({ name }, at) => [name, at]));
  return results.toSorted((a, b) => (place.get(a.service) ?? 0) - (place.get(b.service) ?? 0));
}

async function tryService(
  { name, url }: Service,
  trying: Trying,
  outer: AbortSignal,
): Promise<AppResult> {
  const limits = { clock: trying.clock, span: DEADLINE, outer };
  return await withDeadline(limits, async (signal) => {
    const first = await tryOnce(url, trying, signal);
    // A school's own filter signs anew what passes it, and its authority is known to the system alone.
    const again = isSignedByUnknown(first.tls);
    const tried = again
      ? await tryOnce(url, { ...trying, ca: trying.systemTrust() }, signal)
      : first;
    return resultOf(name, tried);
  });
}

const UNKNOWN = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const isSignedByUnknown = (tls: TlsSeen | undefined): boolean => UNKNOWN.has(tls?.reason ?? '');

interface Tried {
  readonly tls?: TlsSeen | undefined;
  readonly spent: Readonly<Partial<Record<'dns' | 'tcp' | 'tls' | 'http', Ms>>>;
  readonly status?: number;
  /** From the first step to the head of the answer. */
  readonly total?: Ms;
  readonly error?: string;
}

/** As a browser would: with its certificate checked; an answer that sends elsewhere is an answer. */
async function tryOnce(
  url: string,
  { clock, ca, lookup }: Trying,
  signal: AbortSignal,
): Promise<Tried> {
  const passage = passageOf(clock, signal);
  const seen: { addresses?: number; tls?: TlsSeen } = {};
  const head = await stepThrough(new URL(url), {
    ...{ passage, signal, seen, old: false },
    ...(ca === undefined ? {} : { ca }),
    ...(lookup === undefined ? {} : { lookup }),
  });
  const { spent } = passage;
  return head.ok
    ? { tls: seen.tls, spent, status: head.value.status, total: passage.total() }
    : { tls: seen.tls, spent, error: head.problem.error };
}

function resultOf(service: string, tried: Tried): AppResult {
  const { spent, status, total } = tried;
  const error = errorOf(tried);
  return {
    service,
    up: error === undefined,
    ...inSeconds('dns_s', spent.dns),
    ...inSeconds('connect_s', spent.tcp),
    ...inSeconds('tls_s', spent.tls),
    ...inSeconds('first_byte_s', spent.http),
    ...inSeconds('total_s', total),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error: error.slice(0, 200) }),
  };
}

function errorOf({ tls, status = 0, error }: Tried): string | undefined {
  if (error !== undefined) return error;
  if (status >= 500 || status < 100) return `status ${status}`;
  return tls === undefined ? undefined : certificateProblem(tls);
}

type Timed = 'dns_s' | 'connect_s' | 'tls_s' | 'first_byte_s' | 'total_s';

const inSeconds = (field: Timed, span: Ms | undefined) =>
  span === undefined ? {} : { [field]: Math.max(0, span / 1_000) };
