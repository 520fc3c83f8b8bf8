import type { Result } from '../../kit/result.ts';
import type { ConfigVersionView } from '../agent-config/views.ts';
import { configAsked, fieldsAt } from './agent-config-form.ts';
import { agentConfigsPage, type ConfigForm } from './agent-configs-page.ts';
import { type GuardedRequest, guardedRoute, htmlAnswer, missing, redirectAnswer } from './guard.ts';
import type { Caller, PageAnswer, PageRoute } from './page-request.ts';
import { configWords } from './words/agent-configs.ts';

export type ConfigProblem =
  | { readonly kind: 'not_allowed' | 'unknown_unit' }
  /** Where in what was asked for something is wrong. */
  | { readonly kind: 'wrong'; readonly paths: readonly string[] };

/** What the pages ask about the settings of agents. */
export interface PageConfigs {
  list(caller: Caller): readonly ConfigVersionView[];
  make(asked: object, maker: Maker): Result<number, ConfigProblem>;
  /** False where there is no such version, or none the caller may withdraw. */
  withdraw(version: number, maker: Maker): boolean;
}

/** Who asks for a change, and from where. */
type Maker = Caller & { readonly address: string };

const makerOf = ({ caller, peer }: GuardedRequest): Maker => ({ ...caller, address: peer });

export interface ConfigPages {
  readonly configs: PageConfigs;
  readonly version: string;
}

/** Settings for agents: the versions, a form for another, and taking one back. */
export function agentConfigRoutes({ configs, version }: ConfigPages): readonly PageRoute[] {
  const route = (
    method: PageRoute['method'],
    path: string,
    render: (request: GuardedRequest) => PageAnswer,
  ) => guardedRoute({ method, path, render }, ['admin', 'officer'], version);
  const shown = ({ caller, context }: GuardedRequest, form: ConfigForm, status = 200) =>
    htmlAnswer(agentConfigsPage(configs.list(caller), form, context), status);
  return [
    route('GET', '/agent-configs', (request) => shown(request, { values: {} })),
    route('POST', '/agent-configs', (request) => {
      const made = configs.make(configAsked(request.form), makerOf(request));
      if (made.ok) return redirectAnswer('/agent-configs');
      return shown(request, { values: request.form, problem: said(made.problem) }, 422);
    }),
    route('POST', '/agent-configs/:number/withdraw', (request) =>
      configs.withdraw(Number(request.params['number']), makerOf(request))
        ? redirectAnswer('/agent-configs')
        : missing(request.context),
    ),
  ];
}

function said(problem: ConfigProblem): NonNullable<ConfigForm['problem']> {
  if (problem.kind === 'wrong') return { what: configWords.wrong, fields: fieldsAt(problem.paths) };
  const what = problem.kind === 'not_allowed' ? configWords.notAllowed : configWords.unknownUnit;
  return { what, fields: [] };
}
