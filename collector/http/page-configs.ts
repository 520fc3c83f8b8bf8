import { fail, ok } from '../../kit/result.ts';
import type { ConfigProblem, PageConfigs } from '../web/agent-config-routes.ts';
import { type ConfigMaking, listConfigs, makeConfig, withdrawConfig } from './make-config.ts';
import { Problem } from './problem.ts';

/** What the pages ask about the settings of agents, as the JSON interface would do it. */
export function pageConfigs(making: ConfigMaking): PageConfigs {
  return {
    list: (caller) => listConfigs(making, { ...caller, unit: caller.unit }),
    make(asked, caller) {
      try {
        return ok(makeConfig(making, { ...caller, unit: caller.unit }, asked));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return fail(said(error));
      }
    },
    withdraw(version, caller) {
      try {
        withdrawConfig(making, { ...caller, unit: caller.unit }, version);
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
