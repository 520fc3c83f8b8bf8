import { html, type Markup } from '../../kit/html.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { type FormProblem, formProblems } from './words/account.ts';

/** Every form that changes something carries it; `pageRoutes` refuses a post without. */
export const csrfField = ({ csrfToken }: Pick<PageContext, 'csrfToken'>): Markup =>
  html`<input type="hidden" name="_csrf" value="${csrfToken}">`;

export const formProblem = (
  problem: FormProblem | undefined,
  context: PageContext,
): Markup | false =>
  problem !== undefined &&
  html`<p class="problem" role="alert">${teller(context)(formProblems[problem])}</p>`;
