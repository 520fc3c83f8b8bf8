import { messageOf } from '../kit/result.ts';
import pack from '../package.json' with { type: 'json' };

/** 0 fine, 1 it ran and found failures, 2 wrong use or config, 3 could not reach what it needed. */
type ExitCode = 0 | 1 | 2 | 3;
interface Command {
  run(args: readonly string[]): Promise<ExitCode>;
}

export interface CommandLine {
  /** Loaded only when called for, so that the agent never carries what another command needs. */
  readonly commands: Readonly<Record<string, () => Promise<Command>>>;
  readonly usage: string;
}

/** Names the command, hands over, and turns what comes back into the process's exit code. */
export async function dispatch(line: CommandLine): Promise<void> {
  // Whoever reads us may stop reading, as `| head` does: that is the end, not a fault.
  process.stdout.on('error', () => process.exit(0));
  try {
    process.exitCode = await carryOut(process.argv.slice(2), line);
  } catch (error) {
    process.stderr.write(`hatang: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

async function carryOut(
  args: readonly string[],
  { commands, usage }: CommandLine,
): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  if (['help', '--help', '-h', '--version'].includes(name)) {
    process.stdout.write(name === '--version' ? `hatang ${pack.version}\n` : usage);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return await (await load()).run(rest);
  const said = name === '' ? '' : `hatang: no command ${JSON.stringify(name)}\n\n`;
  process.stderr.write(said + usage);
  return 2;
}
