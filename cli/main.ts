/** The command line: names the command, hands over, and turns what comes back into an exit code. */
import { messageOf } from '../kit/result.ts';

/** 0 fine, 1 it ran and found failures, 2 wrong use or config, 3 could not reach what it needed. */
type ExitCode = 0 | 1 | 2 | 3;
type Command = (args: readonly string[]) => Promise<ExitCode>;

/** Loaded only when called for, so that the agent never carries the collector's memory. */
const commands: Readonly<Record<string, () => Promise<{ readonly run: Command }>>> = {
  agent: () => import('../agent/main.ts'),
};

const usage = `hatang COMMAND …

  ${Object.keys(commands).join('\n  ')}
`;

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? process.stdout : process.stderr).write(
      asked || name === '' ? usage : `hatang: no command ${JSON.stringify(name)}\n\n${usage}`,
    );
    return asked ? 0 : 2;
  }
  const command = await load();
  return await command.run(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`hatang: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
