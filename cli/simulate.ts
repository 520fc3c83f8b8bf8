/** hatang simulate: the agents of a city against a real collector, and an account of what arrived. */
import { httpPoster } from '../agent/ship/http-door.ts';
import { systemClock } from '../kit/clock.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import { readSecretFile } from '../kit/secret-file-door.ts';
import { seconds } from '../kit/units.ts';
import { type Asked, readAsked, USAGE } from './simulate/asked.ts';
import type { Ask } from './simulate/check-latest.ts';
import { simulateCity } from './simulate/city.ts';
import { EnrolmentProblem, enrolAll } from './simulate/enrol.ts';
import { schoolsOf } from './simulate/members.ts';
import { accountOf, accountText, failuresOf } from './simulate/say.ts';

type ExitCode = 0 | 1 | 2 | 3;

const SEND_DEADLINE = seconds(30);
const READ_WITHIN_MS = 120_000;

/** 0 nothing is lost, 1 something is, 2 wrong use, 3 no collector, or one that does not let us in. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = readAsked(args);
  if (!asked.ok) return refuse(2, `${asked.problem}\n\n${USAGE}`);
  const token = adminTokenOf(asked.value);
  if (!token.ok) return refuse(2, token.problem);
  const schools = schoolsOf(asked.value, systemClock.now());
  try {
    const { collector } = asked.value;
    tell(`enrolling ${schools.length} school(s)`);
    const tokens = await enrolAll({ collector, adminToken: token.value }, schools);
    return await drive(asked.value, token.value, tokens);
  } catch (error) {
    if (!(error instanceof EnrolmentProblem) && !isNetwork(error)) throw error;
    return refuse(3, messageOf(error));
  }
}

async function drive(asked: Asked, admin: string, tokens: readonly string[]): Promise<ExitCode> {
  const clock = systemClock;
  const startedAt = clock.now();
  const poster = httpPoster(SEND_DEADLINE, asked.connections);
  const ending = await simulateCity(
    {
      asked,
      schools: schoolsOf(asked, startedAt),
      tokens,
      // Another run must not give the same ids to other lines.
      run: `sim-${startedAt.toString(36)}`,
      post: poster.post,
      ask: askAs(asked.collector, admin),
      tell,
      rssBytes: () => process.memoryUsage.rss(),
      clock,
      random: Math.random,
    },
    stopAsked(),
  );
  poster.close();
  process.stdout.write(
    asked.json ? `${JSON.stringify(accountOf(ending), undefined, 2)}\n` : accountText(ending),
  );
  return Object.keys(failuresOf(ending)).length === 0 ? 0 : 1;
}

const askAs =
  (collector: string, token: string): Ask =>
  async (path) => {
    const answer = await fetch(`${collector}${path}`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(READ_WITHIN_MS),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };

function adminTokenOf({ adminTokenFile }: Asked): Result<string> {
  if (adminTokenFile !== undefined)
    return readSecretFile(adminTokenFile, { checkModes: process.platform !== 'win32' });
  const given = process.env['HATANG_ADMIN_TOKEN'] ?? '';
  return given === '' ? fail('--admin-token-file FILE, or HATANG_ADMIN_TOKEN') : ok(given);
}

/** The first signal ends the run and still reads back; the second ends the program. */
function stopAsked(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** `fetch` hides what failed behind a TypeError, and a deadline behind a TimeoutError. */
const isNetwork = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(code: 2 | 3, problem: string): ExitCode {
  process.stderr.write(`hatang simulate: ${problem}\n`);
  return code;
}
