import { createHash, timingSafeEqual } from 'node:crypto';
import { messageOf, never, type Result } from '../../kit/result.ts';
import {
  LAB_TESTS_PATH,
  type LabTests,
  MACHINE_REPORT_PATH,
  MachineReport,
  type ReportAnswer,
} from '../../wire/machine-report.ts';
import type { RefusalReason } from './refusals.ts';

/** What is known of a request before its body is read. */
export interface LabRequest {
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly authorization: string | undefined;
}

/** A body within its limits, or why there is none. */
export type LabBody =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too_large' }
  /** The machine went away, or its time was over: nobody is there to be answered, and the door told who it was. */
  | { readonly kind: 'cut' };

export interface LabAnswer {
  readonly status: number;
  readonly type: 'application/json' | 'application/problem+json';
  readonly body: string;
}

/** What the desk asks of the rest of the labs. */
export interface DeskParts {
  readonly near: (address: string) => boolean;
  /** False when the address has come too often. */
  readonly turn: (address: string) => boolean;
  readonly token: () => Result<string>;
  readonly tests: () => LabTests;
  /** Undefined when the report names no machine. */
  readonly receive: (report: MachineReport, address: string) => ReportAnswer | undefined;
  readonly refused: (address: string, reason: RefusalReason) => void;
  readonly broken: (problem: string) => void;
}

/** Turns a request into its answer; `body` is called only for who may report. Nothing that was sent is said back. */
export async function answerLab(
  request: LabRequest,
  body: () => Promise<LabBody>,
  parts: DeskParts,
): Promise<LabAnswer> {
  const turned = turnedAway(request, parts);
  if (turned !== undefined) return refuse(request, turned, parts);
  const token = parts.token();
  if (!token.ok) return brokenAnswer(token.problem, parts);
  if (!isBearer(request.authorization, token.value)) return refuse(request, 'wrong_token', parts);
  if (request.path === LAB_TESTS_PATH) return json(parts.tests());
  const read = await body();
  if (read.kind === 'cut') return problem(...sayRefusal('too_slow'));
  if (read.kind === 'too_large') return refuse(request, 'too_large', parts);
  const report = readReport(read.bytes);
  if (report === undefined) return refuse(request, 'unreadable', parts);
  try {
    const answer = parts.receive(report, request.address);
    return answer === undefined ? refuse(request, 'nameless', parts) : json(answer);
  } catch (error) {
    return brokenAnswer(messageOf(error), parts);
  }
}

const ROUTES: readonly string[] = [`GET ${LAB_TESTS_PATH}`, `POST ${MACHINE_REPORT_PATH}`];

function turnedAway(
  { method, path, address }: LabRequest,
  { near, turn }: DeskParts,
): RefusalReason | undefined {
  if (!turn(address)) return 'too_many';
  if (!near(address)) return 'outside';
  return ROUTES.includes(`${method} ${path}`) ? undefined : 'nothing_there';
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Digests are of one length, and take as long to compare wherever they differ. */
const isBearer = (authorization: string | undefined, token: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));

/** Undefined when it is none. */
export function readReport(bytes: Uint8Array): MachineReport | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return MachineReport.safeParse(JSON.parse(text)).data;
  } catch {
    // Neither text nor JSON: as much of a report as one with wrong fields.
    return undefined;
  }
}

function refuse({ address }: LabRequest, reason: RefusalReason, parts: DeskParts): LabAnswer {
  parts.refused(address, reason);
  const [status, title] = sayRefusal(reason);
  return problem(status, title);
}

function sayRefusal(reason: RefusalReason): readonly [number, string] {
  switch (reason) {
    case 'wrong_token':
      return [401, 'not the token of these labs'];
    case 'outside':
      return [403, 'not from the network of this school'];
    case 'nothing_there':
      return [404, 'nothing here'];
    case 'too_slow':
      return [408, 'the report took too long'];
    case 'too_large':
      return [413, 'the report is too large'];
    case 'too_many':
      return [429, 'too many requests from this address'];
    case 'unreadable':
      return [400, 'not a report that can be read'];
    case 'nameless':
      return [422, 'the report names no machine'];
    default:
      return never(reason);
  }
}

function brokenAnswer(what: string, { broken }: DeskParts): LabAnswer {
  broken(what);
  return problem(503, 'reports can’t be taken now');
}

/** RFC 9457. */
const problem = (status: number, title: string): LabAnswer => ({
  status,
  type: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title, status }),
});

const json = (value: LabTests | ReportAnswer): LabAnswer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});
