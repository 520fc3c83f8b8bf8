import type { Clock } from '../../kit/clock.ts';
import { ok, type Result } from '../../kit/result.ts';
import { seconds } from '../../kit/units.ts';
import {
  type AppResult,
  type LabTests,
  MACHINE_REPORT_PATH,
  MachineReport,
  type ReportAnswer,
} from '../../wire/machine-report.ts';
import {
  type AgentAnswer,
  type AskProblem,
  type Question,
  readTaken,
  readTests,
  TESTS_QUESTION,
} from './asking.ts';
import type { Description } from './look/describe.ts';
import { withDeadline, withPatience } from './patience.ts';

export interface ReportParts {
  /** The agent as people call it: HOST:PORT. */
  readonly agent: string;
  readonly ask: (question: Question, signal: AbortSignal) => Promise<AgentAnswer>;
  readonly look: (signal: AbortSignal) => Promise<Description>;
  readonly tryServices: (
    services: LabTests['services'],
    signal: AbortSignal,
  ) => Promise<readonly AppResult[]>;
  readonly tryMeeting: (
    echo: NonNullable<LabTests['echo']>,
    signal: AbortSignal,
  ) => Promise<MachineReport['meeting']>;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface Reported {
  readonly report: MachineReport;
  readonly answer: ReportAnswer;
}

/** What each step may take: two minutes in all, the last twenty seconds of them for telling. */
const LIMITS = {
  prepare: seconds(100),
  tell: seconds(20),
  ask: seconds(8),
  look: seconds(40),
  services: seconds(40),
  meeting: seconds(10),
} as const;

/** Asks what to try, looks at the machine, tries it, tells. One step after the other: the tries are timed, and looking is heavy. */
export async function tellReport(
  parts: ReportParts,
  outer: AbortSignal,
): Promise<Result<Reported, AskProblem>> {
  const { clock } = parts;
  const prepared = await withDeadline({ clock, span: LIMITS.prepare, outer }, (signal) =>
    prepare(parts, signal),
  );
  if (!prepared.ok) return prepared;
  return await withDeadline({ clock, span: LIMITS.tell, outer }, (signal) =>
    tell(parts, prepared.value, signal),
  );
}

async function prepare(
  parts: ReportParts,
  signal: AbortSignal,
): Promise<Result<MachineReport, AskProblem>> {
  const tests = await askForTests(parts, signal);
  return tests.ok ? ok(await makeReport(parts, tests.value, signal)) : tests;
}

async function tell(
  parts: ReportParts,
  report: MachineReport,
  signal: AbortSignal,
): Promise<Result<Reported, AskProblem>> {
  const body = JSON.stringify(report);
  const question: Question = { method: 'POST', path: MACHINE_REPORT_PATH, body };
  const taken = await withPatience(
    async () => readTaken(await askOnce(parts, question, signal), parts.agent),
    parts,
    signal,
  );
  return taken.ok ? ok({ report, answer: taken.value }) : taken;
}

/** What the agent would have this machine try. */
export const askForTests = (
  parts: Pick<ReportParts, 'agent' | 'ask' | 'clock' | 'random'>,
  signal: AbortSignal,
): Promise<Result<LabTests, AskProblem>> =>
  withPatience(
    async () => readTests(await askOnce(parts, TESTS_QUESTION, signal), parts.agent),
    parts,
    signal,
  );

const askOnce = (
  { ask, clock }: Pick<ReportParts, 'ask' | 'clock'>,
  question: Question,
  outer: AbortSignal,
): Promise<AgentAnswer> =>
  withDeadline({ clock, span: LIMITS.ask, outer }, (signal) => ask(question, signal));

async function makeReport(
  { clock, look, tryServices, tryMeeting }: ReportParts,
  { services, echo }: LabTests,
  outer: AbortSignal,
): Promise<MachineReport> {
  const within = <Value>(
    step: 'look' | 'services' | 'meeting',
    work: (signal: AbortSignal) => Promise<Value>,
  ) => withDeadline({ clock, span: LIMITS[step], outer }, work);
  const described = await within('look', look);
  const apps = await within('services', (signal) => tryServices(services, signal));
  const meeting =
    echo === undefined ? undefined : await within('meeting', (signal) => tryMeeting(echo, signal));
  return MachineReport.parse({
    ...described,
    apps,
    ...(meeting === undefined ? {} : { meeting }),
  });
}
