import type { Clock } from '../../kit/clock.ts';
import type { ConfigSurroundings } from '../../kit/load-config.ts';
import type { Log } from '../../kit/log.ts';
import { enrolCommands } from '../labs/enrol-command.ts';
import type { Answerer } from '../page/page-keeper.ts';
import { pageKey } from './key-door.ts';
import type { SetupState } from './sheet.ts';

export interface SetupOf {
  readonly file: string;
  readonly data: string;
  readonly surroundings: ConfigSurroundings;
  readonly log: Log;
  readonly clock: Clock;
  readonly restart: () => void;
}

/** The walk-through over one config file. It is read from the disk when it is first asked for: an idle agent does without. */
export function openSetup(given: SetupOf): (state: () => Promise<SetupState>) => Answerer {
  const { file, data, surroundings, log, clock, restart } = given;
  const key = (): string | undefined => {
    const read = pageKey(data, surroundings);
    if (read.ok) return read.value;
    log.error({ problem: read.problem }, 'no walk-through');
    return undefined;
  };
  key();
  return (state) => async (request, port) => {
    const [{ answerSetup }, { ConfigKeeper }, { privateAddresses }, labs] = await Promise.all([
      import('./answer.ts'),
      import('./config-file-door.ts'),
      import('./addresses.ts'),
      import('../labs/key-door.ts'),
    ]);
    const keeper = new ConfigKeeper(file, surroundings);
    return await answerSetup(request, port, {
      ...{ keeper, key, state, restart, clock },
      addresses: privateAddresses,
      async labCommands({ labs: options }) {
        if (options === undefined || options.listen === 'off') return [];
        const lab = await labs.labKey(data, clock.now());
        if (lab.ok) return enrolCommands(options, lab.value).map(({ command }) => command);
        log.error({ problem: lab.problem }, 'no lab key');
        return [];
      },
    });
  };
}
