import { html, type Markup } from '../../kit/html.ts';
import { saySpan } from '../../kit/say.ts';
import type { IncidentPageView, IncidentView } from '../report/incident-view.ts';
import { mailAddress } from './address.ts';
import { type FormState, incidentForms } from './incident-forms.ts';
import { evidenceList, placeOf } from './incident-list.ts';
import { membersSection } from './incident-members.ts';
import { timelineList } from './incident-timeline.ts';
import { layout } from './layout.ts';
import { mailStateMark } from './mails-page.ts';
import { confidenceMark, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { section } from './section.ts';
import { incidentWords, severities, storyWords } from './words/incidents.ts';
import { mailWords } from './words/mails.ts';

/** One incident as a story: what, since when, who is affected, why, what to do, what was done, who was told. */
export function incidentPage(
  view: IncidentPageView,
  state: FormState,
  context: PageContext,
): Markup {
  const say = teller(context);
  const { incident, advice } = view;
  const device = incident.deviceName ?? incident.device;
  const title = say(incident.title);
  const main = html`<p class="crumb"><a href="/incidents">${say(storyWords.back)}</a></p>
<h1>${title}${device !== undefined && html` · ${device}`}</h1>
<p><b>${placeOf(incident, context)}</b></p>
${standing(view, context)}
${section('cause', say(storyWords.cause), html`<p>${say(incident.cause)}</p>`)}
${advice !== undefined && section('advice', say(storyWords.advice), html`<p>${say(advice)}</p>`)}
${incidentForms(incident, state, context)}
${membersSection(incident, context)}
${evidenceSection(view, context)}
${section('timeline', say(storyWords.timeline), timelineList(view.timeline, context))}
${section('mails', say(storyWords.mails), mailsTable(view, context))}`;
  return layout({ title, section: 'incidents', main, live: true }, context);
}

function standing(
  { incident, lost, lostInSchoolHours }: IncidentPageView,
  context: PageContext,
): Markup {
  const say = teller(context);
  const { openedAt, resolvedAt, state, severity } = incident;
  const open = state === 'open';
  const length = saySpan(lost, context.speech);
  const inHours = `${say(storyWords.inHours)} ${saySpan(lostInSchoolHours, context.speech)}`;
  return html`<p><span class="${open ? 'v o' : 'v n'}">${say(open ? incidentWords.open : incidentWords.resolved)}</span> <span class="severity">${say(severities[severity])}</span></p>
<p>${say(storyWords.lastsSince)} ${timeMark(openedAt, context)}${
    resolvedAt === undefined
      ? html`, ${say(storyWords.lasting)} <b>${length}</b>`
      : html`, ${say(storyWords.ended)} ${timeMark(resolvedAt, context)}, ${say(storyWords.after)} <b>${length}</b>`
  } (${inHours}).</p>`;
}

function evidenceSection(view: IncidentPageView, context: PageContext): Markup | false {
  const list = evidenceList(view.incident, context);
  if (list === false) return false;
  const mark = view.threshold !== undefined && confidenceMark(view.threshold, context);
  const title = teller(context)(storyWords.evidence);
  return section('evidence', title, html`${mark !== false && html`<p>${mark}</p>\n`}${list}`);
}

function mailsTable({ mails, incident }: IncidentPageView, context: PageContext): Markup {
  const say = teller(context);
  if (mails.length === 0) return html`<p class="empty">${say(nothingTold(incident))}</p>`;
  const { subject, to, state, at } = mailWords;
  return html`<table class="cards">
<caption>${say(mailWords.caption)}</caption>
<thead><tr>${[subject, to, state, at].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${mails.map(
  (
    mail,
  ) => html`<tr><th scope="row"><a href="${mailAddress(mail.id)}">${mail.subject}</a></th><td data-label="${say(to)}">${mail.to}</td><td data-label="${say(state)}">${mailStateMark(mail, context)}</td><td data-label="${say(at)}">${timeMark(mail.at, context)}</td></tr>
`,
)}</tbody>
</table>`;
}

const nothingTold = ({ tell }: IncidentView) =>
  tell === 'digest' ? storyWords.digestOnly : storyWords.noMails;
