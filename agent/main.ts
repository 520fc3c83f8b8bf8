import { systemClock } from '../kit/clock.ts';
import { stderrLog } from '../kit/log.ts';
import pack from '../package.json' with { type: 'json' };
import { check } from './run/check.ts';
import { discover } from './run/discover.ts';
import { enroll } from './run/enroll.ts';
import { probe } from './run/probe.ts';
import type { ExitCode, Program } from './run/program.ts';
import { run as runUntilStopped } from './run/run.ts';

type Command = (args: readonly string[], program: Program) => Promise<ExitCode>;

const commands: Readonly<Record<string, Command>> = {
  run: runUntilStopped,
  enroll,
  check,
  probe,
  discover,
};

const usage = `hatang agent COMMAND

  run --config FILE                              measures and ships until it is stopped
  enroll --code CODE --config FILE               trades an enrolment code for this agent's token
  enroll --code CODE --collector URL --data DIR [--agent NAME]
  check --config FILE                            names every problem of a config file, opens nothing
  probe [KIND] --config FILE                     one pass now, ships nothing
  discover --config FILE | --subnets CIDR,…      the ONVIF devices that answer there
           | --here [--interface NAME|ADDRESS]…
           [--hosts]                               and every host that is there

Each takes --json: one JSON document on stdout and nothing else.
`;

/** `hatang agent …`: joins the process to a command. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? process.stdout : process.stderr).write(usage);
    return asked ? 0 : 2;
  }
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGTERM', end).once('SIGINT', end);
  const code = await command(rest, programOf(stop.signal));
  process.off('SIGTERM', end).off('SIGINT', end);
  // A loop that would not stop, or a library that holds the process open, must not keep it alive.
  if (stop.signal.aborted) process.exit(code);
  return code;
}

function programOf(stop: AbortSignal): Program {
  return {
    surroundings: { env: process.env, checkModes: process.platform !== 'win32' },
    say: (text) => process.stdout.write(`${text}\n`),
    complain: (text) => process.stderr.write(`${text}\n`),
    clock: systemClock,
    random: Math.random,
    log: stderrLog('agent'),
    rssBytes: () => process.memoryUsage.rss(),
    version: pack.version,
    standards: async () => (await import('../standards/shipped-door.ts')).openShipped(),
    stop,
  };
}
