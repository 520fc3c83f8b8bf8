import { html, type Markup } from '../../kit/html.ts';
import { queryText } from './address.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { reportWords } from './words/reports.ts';

/** Reports on the cameras of one school, of one unit, or of all the caller sees. */
export function reportLinks(
  scope: { readonly school?: string; readonly unit?: string | undefined },
  context: PageContext,
): Markup {
  const say = teller(context);
  const query = queryText({ ...scope, format: 'csv', lang: context.speech.language });
  const link = (report: string, text: string) =>
    html`<li><a href="/api/v1/reports/${report}${query}" download>${text}</a></li>`;
  return html`<ul class="links">${link('upgrade-plan', say(reportWords.upgradePlan))}${link('shared-cameras', say(reportWords.sharedCameras))}</ul>`;
}
