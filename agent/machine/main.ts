import { setFlagsFromString } from 'node:v8';
import { systemClock } from '../../kit/clock.ts';
import pack from '../../package.json' with { type: 'json' };
import type { ExitCode, MachineProgram } from './program.ts';

type Command = (args: readonly string[], program: MachineProgram) => Promise<ExitCode>;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  enroll: async () => (await import('./enroll.ts')).enroll,
  report: async () => (await import('./report-command.ts')).report,
  show: async () => (await import('./show.ts')).show,
};

const usage = `hatang machine COMMAND

  enroll --agent HOST:PORT --key hl1.… [--room ID] --data DIR
                               sets this machine up to tell the school's server
  report --data DIR [--now]    tells it once and ends; not again within half the agreed time, unless --now
  show [--data DIR]            what would be told, and to whom; sends nothing

Each takes --json: one JSON document on stdout and nothing else.
`;

/** A program of the system that hangs must not keep this one alive, once it is done or its time is long over. */
const LINGER_MS = 5_000;
const LAST_END_MS = 150_000;

/** `hatang machine …`: joins the process to a command. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? process.stdout : process.stderr).write(usage);
    return asked ? 0 : 2;
  }
  // It runs for seconds: code that is only read takes 1 MB less than code that is compiled.
  setFlagsFromString('--no-sparkplug');
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGTERM', end).once('SIGINT', end);
  setTimeout(() => process.exit(3), LAST_END_MS).unref();
  const command = await load();
  const code = await command(rest, programOf(stop.signal));
  process.off('SIGTERM', end).off('SIGINT', end);
  setTimeout(() => process.exit(code), LINGER_MS).unref();
  return code;
}

const programOf = (stop: AbortSignal): MachineProgram => ({
  surroundings: { checkModes: process.platform !== 'win32' },
  say: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  clock: systemClock,
  random: Math.random,
  version: pack.version,
  stop,
});
