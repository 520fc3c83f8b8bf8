import { messageOf } from '../../kit/result.ts';
import { seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { runAgent } from '../agent.ts';
import type { AgentConfig } from '../config.ts';
import { readSchool, readToken, tokenShelf } from '../enrol/data-door.ts';
import { servePage } from '../page/page-door.ts';
import { PageKeeper } from '../page/page-keeper.ts';
import { stillKnown } from '../self/known.ts';
import { checkSettings, inForce } from '../settings/begin.ts';
import { SettingsKeeper } from '../settings/keeper-door.ts';
import { begun, rolledBack } from '../settings/kept.ts';
import { openSetup } from '../setup/open.ts';
import { openAsTheCentre, openJudge } from './judge.ts';
import { configOf, type Options, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

/** How long the loops are waited for after they were told to stop. */
const STOP_WITHIN = seconds(5);

/** `run --config FILE`: the agent itself, until it is told to stop; a config saved on its page is taken up on the way. */
export async function run(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config']);
  if (!options.ok) {
    program.complain(`hatang agent run: ${options.problem}`);
    return 2;
  }
  const config = configOf(options.value, program);
  if (config === undefined) return 2;
  const page = new PageKeeper({ serve: servePage, clock: program.clock });
  try {
    return await oneAfterAnother({ options: options.value, program, page }, config);
  } finally {
    await page.close();
  }
}

interface Running {
  readonly options: Options;
  readonly program: Program;
  readonly page: PageKeeper;
}

/** One agent at a time; the next begins when the last loop of the one before has ended. */
async function oneAfterAnother(running: Running, first: AgentConfig): Promise<ExitCode> {
  const { options, program } = running;
  let config = first;
  let keeper = openKeeper(config, program);
  let known: readonly Fact[] = [];
  for (;;) {
    const facts = await oneAgent(running, { config, keeper, known });
    if (facts === undefined) {
      program.log.error({}, 'a loop did not stop in time');
      return 1;
    }
    if (program.stop.aborted) return 0;
    // A file broken by hand just now is said; the agent goes on with what it had.
    const read = configOf(options, program) ?? config;
    if (read.data !== config.data) keeper = openKeeper(read, program);
    config = read;
    known = stillKnown(facts);
  }
}

/** What this process remembers of the centre's settings. */
function openKeeper({ data }: AgentConfig, { version, log }: Program): SettingsKeeper {
  const keeper = new SettingsKeeper(data, version, log);
  keeper.hold(begun(keeper.kept, version));
  return keeper;
}

interface Turn {
  readonly config: AgentConfig;
  readonly keeper: SettingsKeeper;
  readonly known: readonly Fact[];
}

/** What it knew when it ended, for the next; undefined when it did not end in time. */
async function oneAgent(
  { options, program, page }: Running,
  { config: file, keeper, known }: Turn,
): Promise<readonly Fact[] | undefined> {
  const { log, surroundings, standards } = program;
  const follows = file.collector.settings === 'on';
  const { config, rules } = follows
    ? inForce(keeper, file, log)
    : { config: file, rules: undefined };
  if (config.collector.url.startsWith('http://'))
    log.warn({ url: config.collector.url }, 'the token travels without encryption');
  const again = new AbortController();
  const stop = AbortSignal.any([program.stop, again.signal]);
  const restart = (): void => {
    log.info({}, 'the config was changed');
    page.pause();
    again.abort();
  };
  const check = (settings: unknown) =>
    checkSettings(file, settings, (overrides) => openAsTheCentre(standards, overrides));
  const agent = runAgent(
    {
      ...{ ...program, config, page, known },
      judge: openJudge(standards, rules, log),
      token: () => readToken(config.data, surroundings),
      shelf: tokenShelf(config.data, surroundings),
      school: () => readSchool(config.data),
      setup: openSetup({
        ...{ file: options.values['config'] ?? '', data: config.data },
        ...{ surroundings, log, restart, clock: program.clock },
      }),
      settings: follows ? { keeper, check, restart } : undefined,
    },
    stop,
  ).catch((error: unknown) => {
    if (!follows || keeper.kept.trial === undefined) throw error;
    log.error({ problem: messageOf(error) }, 'settings of the centre rolled back');
    keeper.hold(rolledBack(keeper.kept, messageOf(error)));
    return known;
  });
  return await Promise.race([agent, afterStop(stop, program)]);
}

async function afterStop(stop: AbortSignal, { clock }: Program): Promise<undefined> {
  await new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  await clock.sleep(STOP_WITHIN);
}
