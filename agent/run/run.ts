import { seconds } from '../../kit/units.ts';
import { runAgent } from '../agent.ts';
import { readSchool, readToken } from '../enrol/data-door.ts';
import { openJudge } from './judge.ts';
import { configOf, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

/** How long the loops are waited for after they were told to stop. */
const STOP_WITHIN = seconds(5);

/** `run --config FILE`: the agent itself, until it is told to stop. */
export async function run(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config']);
  if (!options.ok) {
    program.complain(`hatang agent run: ${options.problem}`);
    return 2;
  }
  const config = configOf(options.value, program);
  if (config === undefined) return 2;
  if (config.collector.url.startsWith('http://'))
    program.log.warn({ url: config.collector.url }, 'the token travels without encryption');
  const agent = runAgent(
    {
      ...program,
      config,
      judge: openJudge(program.standards, program.log),
      token: () => readToken(config.data, program.surroundings),
      school: () => readSchool(config.data),
    },
    program.stop,
  );
  const stopped = await Promise.race([
    agent.then(() => true),
    afterStop(program).then(() => false),
  ]);
  if (!stopped) program.log.error({}, 'a loop did not stop in time');
  return stopped ? 0 : 1;
}

async function afterStop({ clock, stop }: Program): Promise<void> {
  await new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  await clock.sleep(STOP_WITHIN);
}
