import { html, type Markup } from '../../kit/html.ts';
import type { MailView } from '../report/views.ts';
import { incidentAddress, mailAddress, schoolAddress } from './address.ts';
import { layout } from './layout.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { mailStates, mailWords } from './words/mails.ts';

export function mailsPage(mails: readonly MailView[], context: PageContext): Markup {
  const say = teller(context);
  const title = say(mailWords.title);
  const main = html`<h1>${title}</h1>
<p>${say(mailWords.lead)}</p>
${mails.length === 0 ? html`<p class="empty">${say(mailWords.none)}</p>` : mailsTable(mails, context)}`;
  return layout({ title, section: 'mails', main, live: true }, context);
}

function mailsTable(mails: readonly MailView[], context: PageContext): Markup {
  const say = teller(context);
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

/** One mail: its head and its text version; the HTML version is for mail programs only. */
export function mailPage(mail: MailView, context: PageContext): Markup {
  const say = teller(context);
  const term = (name: string, value: Markup | string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  const main = html`<p class="crumb"><a href="/mails">${say(mailWords.back)}</a></p>
<h1>${mail.subject}</h1>
<dl class="facts">
${term(say(mailWords.to), mail.to)}
${term(say(mailWords.state), mailStateMark(mail, context))}
${term(say(mailWords.at), timeMark(mail.at, context))}
${mail.error !== undefined && term(say(mailWords.error), mail.error)}
${mail.school !== undefined && term(say(mailWords.school), html`<a href="${schoolAddress(mail.school)}">${mail.school}</a>`)}
${mail.incident !== undefined && term(say(mailWords.incident), html`<a href="${incidentAddress(mail.incident)}">${mail.incident}</a>`)}
</dl>
<h2 id="text">${say(mailWords.text)}</h2>
<pre class="mail" tabindex="0" aria-labelledby="text">${mail.text}</pre>`;
  return layout({ title: mail.subject, section: 'mails', main }, context);
}

const LOOKS: Readonly<Record<MailView['state'], string>> = {
  queued: 'v u',
  sent: 'v p',
  kept: 'v n',
  failed: 'v f',
};
const isKnown = (state: string): state is MailView['state'] => Object.hasOwn(LOOKS, state);

/** A state that another version wrote stands as it is. */
export const mailStateMark = (
  { state }: { readonly state: string },
  context: PageContext,
): Markup =>
  isKnown(state)
    ? html`<span class="${LOOKS[state]}">${teller(context)(mailStates[state])}</span>`
    : html`<span class="v u">${state}</span>`;
