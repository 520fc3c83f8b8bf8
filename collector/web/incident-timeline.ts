import { html, type Markup } from '../../kit/html.ts';
import { sayMoment } from '../../kit/say.ts';
import type { TimelineEntry } from '../report/incident-view.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import {
  assignedToNobody,
  eventWords,
  incidentWords,
  otherMembers,
  storyWords,
} from './words/incidents.ts';

const NAMES_SHOWN = 10;

/** What happened and who did what, in order. */
export const timelineList = (entries: readonly TimelineEntry[], context: PageContext): Markup =>
  html`<ol class="timeline">
${entries.map(
  (entry) => html`<li>${timeMark(entry.at, context)} ${entryLine(entry, context)}</li>
`,
)}</ol>`;

function entryLine(entry: TimelineEntry, context: PageContext): Markup {
  const say = teller(context);
  const names = namesOf(entry, context);
  return html`<b>${whatOf(entry, context)}</b>${names !== '' && html`: ${names}`}${by(entry, context)}${entry.byMail && html` ${say(storyWords.byMail)}`}${entry.text !== undefined && html`<p class="said">${entry.text}</p>`}`;
}

function whatOf({ kind, to, until }: TimelineEntry, context: PageContext): string {
  const say = teller(context);
  // Written by a version that had other words for it.
  const what = Object.hasOwn(eventWords, kind) ? eventWords[kind] : undefined;
  if (kind === 'assigned' && to === '') return say(assignedToNobody);
  const said = what === undefined ? kind : say(what);
  if (until !== undefined) return `${said} ${sayMoment(until, context.speech)}`;
  return to === undefined ? said : `${said} ${to}`;
}

const DEEDS = ['acknowledged', 'taken_back', 'assigned', 'commented', 'silenced', 'silence_ended'];

function by({ who, kind }: TimelineEntry, context: PageContext): Markup | false {
  const name = who ?? (DEEDS.includes(kind) ? teller(context)(incidentWords.someone) : undefined);
  return name !== undefined && html` · ${name}`;
}

function namesOf({ members, others }: TimelineEntry, context: PageContext): string {
  const say = teller(context);
  const more = members.length - NAMES_SHOWN;
  return [
    ...members.slice(0, NAMES_SHOWN),
    ...(more > 0 ? [`+${more}`] : []),
    ...(others > 0 ? [say(otherMembers(others))] : []),
  ].join(', ');
}
