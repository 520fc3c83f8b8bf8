import type { SnmpProblem, SnmpValue } from './session.ts';

/** What the socket saw beside the answers. */
export interface Seen {
  readonly foreign: string | undefined;
  readonly garbled: string | undefined;
  readonly stray: boolean;
}

/** Codes of net-snmp's ResponseInvalidError. */
const E_DECRYPT = 4;
export const E_AUTH = 5;
const E_VERSION = 9;
const E_COMMUNITY = 10;
const E_TIME_WINDOW = 14;
/** error-status of an answer. Source: RFC 3416 §3. */
const STATUS_TOO_BIG = 1;
/** v1's word for an object that is not there. Source: RFC 1157 §4.1. */
const STATUS_NO_SUCH_NAME = 2;
const STATUS_AUTHORIZATION = 16;

/** In our own words: net-snmp's messages carry digests, and communities as sent. */
export function problemOf(error: unknown, traffic: Seen): SnmpProblem {
  const name = error instanceof Error || isNamed(error) ? error.name : '';
  const code = isNamed(error) ? error.code : undefined;
  if (name === 'RequestTimedOutError') return silence(traffic);
  if (name === 'RequestFailedError' && isNamed(error)) return refusal(error);
  switch (code) {
    case E_AUTH:
      return { kind: 'unauthorized', detail: reportOf(error) };
    case E_DECRYPT:
      return {
        kind: 'unauthorized',
        detail: 'answer could not be decrypted: privacy key or protocol',
      };
    case E_TIME_WINDOW:
      return { kind: 'unauthorized', detail: 'outside the time window' };
    case E_VERSION:
    case E_COMMUNITY:
      return { kind: 'garbled', detail: 'answered with another version or community' };
    default:
      return { kind: 'garbled', detail: traffic.garbled ?? 'unusable answer' };
  }
}

function refusal({ status, message }: Named): SnmpProblem {
  if (status === STATUS_NO_SUCH_NAME) {
    const missing = /: ([\d.]+)$/.exec(String(message))?.[1] ?? '';
    return { kind: 'refused', detail: 'no such name', missing };
  }
  if (status === STATUS_TOO_BIG) return { kind: 'too_big', detail: '' };
  if (status === STATUS_AUTHORIZATION)
    return { kind: 'unauthorized', detail: 'this user may not read here, or not at this level' };
  return { kind: 'refused', detail: `error status ${status}` };
}

/** What was seen instead of an answer says more than that there was none. */
function insteadOfAnswer({ foreign, garbled, stray }: Seen): SnmpProblem | undefined {
  if (garbled !== undefined) return { kind: 'garbled', detail: garbled };
  if (foreign !== undefined) return { kind: 'foreign', detail: `answered from ${foreign} instead` };
  if (stray) return { kind: 'garbled', detail: 'answered another question than the one asked' };
  return undefined;
}

const silence = (seen: Seen): SnmpProblem =>
  insteadOfAnswer(seen) ?? {
    kind: 'silent',
    detail: 'no answer: off, not SNMP, or another community',
  };

/** Why a question stands unanswered when its pass is over. */
export const stopped = (seen: Seen): SnmpProblem =>
  insteadOfAnswer(seen) ?? { kind: 'stopped', detail: 'no answer before the deadline' };

/** Words of USM reports, which hold nothing secret; anything else is told in general. Source: RFC 3414 §5. */
const REPORTS = [
  'Unsupported Security Level',
  'Not In Time Window',
  'Unknown User Name',
  'Unknown Engine ID',
  'Wrong Digest',
  'Decryption Error',
] as const;

function reportOf(error: unknown): string {
  const message = isNamed(error) ? String(error.message) : '';
  const report = REPORTS.find((words) => message.startsWith(words));
  return report?.toLowerCase() ?? 'answer is not authentic';
}

interface Named {
  readonly name: string;
  readonly message?: unknown;
  /** Of an answer that could not be taken. */
  readonly code?: unknown;
  /** Of an answer that is an error itself. */
  readonly status?: unknown;
}

/** net-snmp's errors are objects of its own that carry name, message and code. */
const isNamed = (error: unknown): error is Named =>
  typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';

/** Longer than any text these tables hold. */
const MOST_OCTETS = 1_024;

/** A value of net-snmp's as ours; what is none of ours is undefined. */
export function plainValue(value: unknown, counter64: boolean): SnmpValue {
  if (value instanceof Uint8Array)
    return counter64 ? wide(value) : Uint8Array.from(value.subarray(0, MOST_OCTETS));
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}

/** Eight octets, and a ninth of zero before them where the first would look like a sign. */
const wide = (octets: Uint8Array): bigint | undefined =>
  octets.length === 0 || octets.length > 9
    ? undefined
    : BigInt(`0x${Buffer.from(octets).toString('hex')}`);
