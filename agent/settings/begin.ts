import type { Log } from '../../kit/log.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import type { AgentSettings } from '../../wire/agent-config.ts';
import type { AgentConfig } from '../config.ts';
import { readSettings, withSettings } from './apply.ts';
import type { Keeper } from './follower.ts';
import { rolledBack, running } from './kept.ts';

export interface InForce {
  readonly config: AgentConfig;
  /** The centre's rules of judging. */
  readonly rules: AgentSettings['standards'];
}

/** What an agent begins with: the file and what is kept of the centre's settings, as far as the two go together. */
export function inForce(keeper: Keeper, config: AgentConfig, log: Log): InForce {
  for (;;) {
    const version = running(keeper.kept);
    if (version === undefined) return { config, rules: undefined };
    const both = together(config, version.settings);
    if (both.ok) return both.value;
    log.warn(
      { version: version.version, problem: both.problem },
      'settings of the centre rolled back',
    );
    keeper.hold(rolledBack(keeper.kept, both.problem));
  }
}

/** Whether an agent with this file could live with them: the schema, the file's own limits, the standards it judges by. */
export async function checkSettings(
  config: AgentConfig,
  settings: unknown,
  compile: (overrides: unknown) => Promise<unknown>,
): Promise<Result<undefined>> {
  const both = together(config, settings);
  if (!both.ok) return both;
  try {
    await compile(both.value.rules?.overrides);
    return ok(undefined);
  } catch (error) {
    return fail(messageOf(error));
  }
}

function together(config: AgentConfig, written: unknown): Result<InForce> {
  const settings = readSettings(written);
  if (!settings.ok) return settings;
  const changed = withSettings(config, settings.value);
  return changed.ok ? ok({ config: changed.value, rules: settings.value.standards }) : changed;
}
