import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { MailView } from '../report/views.ts';
import { incidentAddress, mailAddress, queryText, schoolAddress } from './address.ts';
import { layout } from './layout.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { mailStates, mailWords } from './words/mails.ts';

export type MailState = MailView['state'] | undefined;

/** In the order they are looked for: what needs somebody first. */
export const MAIL_STATES = [
  ...(['queued', 'bounced', 'refused', 'failed', 'sent', 'kept', 'merged'] as const),
];

export interface ShownMails {
  readonly mails: readonly MailView[];
  readonly counts: ReadonlyMap<string, number>;
  readonly state: MailState;
}

/** The outbox: newest first, by state where one is asked for. */
export function mailsPage({ mails, counts, state }: ShownMails, context: PageContext): Markup {
  const say = teller(context);
  const title = say(mailWords.title);
  const nothing = say(state === undefined ? mailWords.none : mailWords.noneSuch);
  const main = html`<h1>${title}</h1>
<p>${say(mailWords.lead)}</p>
${stateTabs({ counts, state }, context)}
${mails.length === 0 ? html`<p class="empty">${nothing}</p>` : mailsTable(mails, context)}`;
  return layout({ title, section: 'mails', main, live: true }, context);
}

/** Only the states that have any, and the one that is shown. */
function stateTabs({ counts, state }: Omit<ShownMails, 'mails'>, context: PageContext): Markup {
  const say = teller(context);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const tab = (target: MailState, words: string, count: number) =>
    html`<li><a href="/mails${queryText({ state: target })}"${target === state && html` aria-current="page"`}>${words} (${sayNumber(count, context.speech)})</a></li>`;
  const shown = MAIL_STATES.filter((each) => each === state || (counts.get(each) ?? 0) > 0);
  return html`<nav class="tabs" aria-label="${say(mailWords.filter)}"><ul>${tab(undefined, say(mailWords.all), total)}${shown.map(
    (each) => tab(each, say(mailStates[each]), counts.get(each) ?? 0),
  )}</ul></nav>`;
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
${term(say(mailWords.written), timeMark(mail.createdAt, context))}
${mail.attempts > 1 && term(say(mailWords.attempts), sayNumber(mail.attempts, context.speech))}
${mail.error !== undefined && term(say(mailWords.error), mail.error)}
${mail.mergedInto !== undefined && term(say(mailWords.mergedInto), html`<a href="${mailAddress(mail.mergedInto)}"><code>${mail.mergedInto}</code></a>`)}
${mail.schools.length > 0 && term(say(mailWords.school), schoolLinks(mail.schools))}
${mail.incident !== undefined && term(say(mailWords.incident), html`<a href="${incidentAddress(mail.incident)}">${mail.incident}</a>`)}
</dl>
<h2 id="text">${say(mailWords.text)}</h2>
<pre class="mail" tabindex="0" aria-labelledby="text">${mail.text}</pre>`;
  return layout({ title: mail.subject, section: 'mails', main }, context);
}

const MOST_LINKED = 20;

const schoolLinks = (schools: readonly string[]): Markup =>
  html`${schools.slice(0, MOST_LINKED).map((school) => html`<a href="${schoolAddress(school)}">${school}</a> `)}${schools.length > MOST_LINKED && `… (${schools.length})`}`;

const LOOKS: Readonly<Record<MailView['state'], string>> = {
  queued: 'v u',
  sent: 'v p',
  kept: 'v n',
  merged: 'v n',
  failed: 'v f',
  refused: 'v f',
  bounced: 'v f',
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
