import { html, type Markup } from '../../kit/html.ts';
import type { AckHead, AckState } from '../incident/ack-desk.ts';
import { layout } from './layout.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { ackWords, groupWords, incidentWords, schoolCount } from './words/incidents.ts';

/** What the link in a mail leads to: the incident in a line and one button, or why there is none. */
export function ackPage(state: AckState, context: PageContext): Markup {
  const say = teller(context);
  const title = say(ackWords.title);
  const main = html`<h1>${title}</h1>
${'head' in state && headline(state.head, context)}
${answer(state, context)}`;
  return layout({ title, main }, context);
}

function headline(head: AckHead, context: PageContext): Markup {
  const say = teller(context);
  const where = head.schoolName ?? shared(head, context);
  return html`<p><b>${say(head.title)}</b>${head.deviceName !== undefined && html` · ${head.deviceName}`}${where !== undefined && html` · ${where}`}${simulatedBadge(head.simulated, context)}<br>${say(incidentWords.since)} ${timeMark(head.openedAt, context)}</p>`;
}

function shared({ schools, group }: AckHead, context: PageContext): string | undefined {
  const say = teller(context);
  if (group === undefined) return undefined;
  return `${say(schoolCount(schools))}, ${say(groupWords[group.kind])} ${group.name}`.trim();
}

function answer(state: AckState, context: PageContext): Markup {
  const say = teller(context);
  switch (state.kind) {
    case 'open':
      return html`<p>${say(ackWords.lead)}</p>
<form method="post" class="stack"><p class="buttons"><button>${say(ackWords.button)}</button></p></form>`;
    case 'acknowledged':
      return html`<p class="done" role="status">${say(ackWords.done)}</p>`;
    case 'already':
    case 'resolved':
    case 'used':
      return html`<p role="status">${say(ackWords[state.kind])}</p>`;
    default:
      return html`<p class="problem" role="alert">${say(ackWords[state.kind])}</p>`;
  }
}
