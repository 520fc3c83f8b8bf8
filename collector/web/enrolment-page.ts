import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { CodeLine } from '../access/agent-rows.ts';
import { openCodesSection } from './agents-page.ts';
import { csrfField, formProblem } from './forms.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { enrolmentWords, type FormProblem } from './words/account.ts';

/** The form that makes an enrolment code; also what stands on the first page of an empty collector. */
export function enrolmentForm(values: Words, context: PageContext): Markup {
  const say = teller(context);
  const optional = html` <span class="quiet">(${say(enrolmentWords.optional)})</span>`;
  return html`<form class="stack" action="/enrolment" method="post">
${csrfField(context)}
<label for="school">${say(enrolmentWords.school)}</label>
<input id="school" name="school" required maxlength="64" value="${values['school']}" autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="school-hint">
<p class="hint" id="school-hint">${say(enrolmentWords.schoolHint)}</p>
<label for="name">${say(enrolmentWords.name)}</label>
<input id="name" name="name" maxlength="200" value="${values['name']}" autocomplete="off">
<label for="unit">${say(enrolmentWords.unit)}${optional}</label>
<input id="unit" name="unit" maxlength="64" value="${values['unit']}" autocomplete="off" spellcheck="false" autocapitalize="none">
<p class="buttons"><button>${say(enrolmentWords.create)}</button></p>
</form>`;
}

export function enrolmentPage(
  state: {
    readonly values: Words;
    readonly codes: readonly CodeLine[];
    readonly problem?: FormProblem;
  },
  context: PageContext,
): Markup {
  const title = teller(context)(enrolmentWords.title);
  const main = html`<h1>${title}</h1>
<p>${teller(context)(enrolmentWords.lead)}</p>
${formProblem(state.problem, context)}
${enrolmentForm(state.values, context)}
${openCodesSection(state.codes, context)}`;
  return layout({ title, section: 'enrolment', main }, context);
}

export interface EnrolmentCode {
  readonly school: string;
  readonly name: string;
  readonly code: string;
  readonly expiresAt: EpochMs;
}

/** The code, once, and what the teacher runs with it, whatever the server runs. */
export function enrolmentCodePage(
  made: EnrolmentCode,
  collectorUrl: string,
  context: PageContext,
): Markup {
  const say = teller(context);
  const title = say(enrolmentWords.madeTitle);
  const main = html`<h1>${title}</h1>
<dl class="facts">
<dt>${say(enrolmentWords.forSchool)}</dt><dd>${made.name}</dd>
<dt>${say(enrolmentWords.code)}</dt><dd><code class="code">${made.code}</code></dd>
<dt>${say(enrolmentWords.expires)}</dt><dd>${sayStamp(made.expiresAt, context.speech)}</dd>
</dl>
<p><strong>${say(enrolmentWords.once)}</strong></p>
<h2>${say(enrolmentWords.next)}</h2>
${waysToInstall(collectorUrl, made.code).map((way, at) => wayToInstall(way, at, context))}
<p><a href="/enrolment">${say(enrolmentWords.another)}</a></p>`;
  return layout({ title, section: 'enrolment', main }, context);
}

interface Way {
  readonly on: Text;
  readonly commands: readonly string[];
}

const wayToInstall = ({ on, commands }: Way, at: number, context: PageContext): Markup =>
  html`<p id="way-${at}">${teller(context)(on)}</p>
<ol class="commands" aria-labelledby="way-${at}">${commands.map((command) => html`<li><pre tabindex="0"><code>${command}</code></pre></li>`)}</ol>`;

const waysToInstall = (collectorUrl: string, code: string): readonly Way[] => [
  {
    on: enrolmentWords.onWindows,
    commands: [
      `powershell -ExecutionPolicy Bypass -File install.ps1 -Collector ${collectorUrl} -Code ${code}`,
    ],
  },
  {
    on: enrolmentWords.onLinux,
    commands: [`sudo ./install.sh --collector ${collectorUrl} --code ${code}`],
  },
  {
    on: enrolmentWords.inCheckout,
    commands: [
      `npx hatang agent enroll --collector ${collectorUrl} --code ${code} --config agent.yaml --data data`,
      'npx hatang agent run --config agent.yaml',
    ],
  },
];
