import { fail, ok } from '../../kit/result.ts';
import type { ConfigProblem, PageConfigs } from '../web/agent-config-routes.ts';
import { type ConfigMaking, listConfigs, makeConfig, withdrawConfig } from './make-config.ts';
import { Problem } from './problem.ts';

/** What the pages ask about the settings of agents, as the JSON interface would do it. */
export function pageConfigs(making: ConfigMaking): PageConfigs {
  return {
    list: (caller) => listConfigs(making, { ...caller, unit: caller.unit }),
    make(asked, maker) {
      try {
        return ok(makeConfig(making, { ...maker, unit: maker.unit }, asked));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return fail(said(error));
      }
    },
    withdraw(version, maker) {
      try {
        withdrawConfig(making, { ...maker, unit: maker.unit }, version);
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return false;
      }
    },
  };
}

function said({ status, extra }: Problem): ConfigProblem {
  if (status === 403) return { kind: 'not_allowed' };
  const { errors } = extra;
  return Array.isArray(errors)
    ? { kind: 'wrong', paths: errors.map(({ path }: { readonly path: string }) => path) }
    : { kind: 'unknown_unit' };
}
