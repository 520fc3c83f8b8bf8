import { html, type Insertable, type Markup } from '../../kit/html.ts';
import { saySpan } from '../../kit/say.ts';
import { hours } from '../../kit/units.ts';
import { type IncidentRefusal, LONGEST_COMMENT, LONGEST_NAME } from '../incident/incident-desk.ts';
import type { IncidentView } from '../report/incident-view.ts';
import { incidentAddress } from './address.ts';
import { csrfField } from './forms.ts';
import { teller } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { section } from './section.ts';
import { incidentRefusals, storyWords } from './words/incidents.ts';

/** How long an incident may be silent, in hours, as the form offers it. */
export const SILENCES = [1, 4, 24, 72, 168, 720] as const;

export interface FormState {
  readonly saved: boolean;
  readonly problem?: IncidentRefusal;
  /** What was filled in and refused. */
  readonly values?: Words;
}

/** What can be done about it: an open one is acknowledged, assigned, silenced; any is commented on. */
export function incidentForms(
  incident: IncidentView,
  { saved, problem, values = {} }: FormState,
  context: PageContext,
): Markup {
  const say = teller(context);
  const form = (deed: string, fields: Insertable) =>
    html`<form class="stack" method="post" action="${incidentAddress(incident.id)}/${deed}">${csrfField(context)}${fields}</form>
`;
  const button = (text: string, plain = true) =>
    html`<p class="buttons"><button${plain && html` class="plain"`}>${text}</button></p>`;
  const isSilent = (incident.silentUntil ?? 0) > context.now;
  const open = html`${
    incident.acknowledgedAt === undefined
      ? form('acknowledge', button(say(storyWords.acknowledge), false))
      : form('take-back', button(say(storyWords.takeBack)))
  }${form('assign', html`${nameField(values['to'] ?? incident.assignedTo, context)}${button(say(storyWords.assign))}`)}${
    isSilent
      ? form('end-silence', button(say(storyWords.endSilence)))
      : form('silence', html`${silenceField(context)}${button(say(storyWords.silence))}`)
  }`;
  return section(
    'deeds',
    say(storyWords.deeds),
    html`${saved && html`<p class="done" role="status">${say(storyWords.saved)}</p>`}${problem !== undefined && html`<p class="problem" role="alert">${say(incidentRefusals[problem])}</p>`}
<div class="deeds">${incident.state === 'open' && open}${form('comment', html`${commentField(values['text'], context)}${button(say(storyWords.comment))}`)}</div>`,
  );
}

function nameField(value: string | undefined, context: PageContext): Markup {
  const say = teller(context);
  return html`<label for="to">${say(storyWords.assignLabel)}</label>
<input id="to" name="to" value="${value}" maxlength="${LONGEST_NAME}" autocomplete="off" aria-describedby="to-hint">
<p class="hint" id="to-hint">${say(storyWords.assignHint)}</p>`;
}

function silenceField(context: PageContext): Markup {
  const say = teller(context);
  return html`<label for="hours">${say(storyWords.silenceLabel)}</label>
<select id="hours" name="hours" aria-describedby="hours-hint">${SILENCES.map((each) => html`<option value="${each}">${saySpan(hours(each), context.speech)}</option>`)}</select>
<p class="hint" id="hours-hint">${say(storyWords.silenceHint)}</p>`;
}

function commentField(value: string | undefined, context: PageContext): Markup {
  const say = teller(context);
  return html`<label for="text">${say(storyWords.commentLabel)}</label>
<textarea id="text" name="text" rows="4" maxlength="${LONGEST_COMMENT}" required aria-describedby="text-hint">${value}</textarea>
<p class="hint" id="text-hint">${say(storyWords.commentHint)}</p>`;
}
