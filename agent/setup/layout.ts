import { html, type Markup } from '../../kit/html.ts';
import type { Language } from '../../kit/text.ts';
import { linkTo, type Sheet, say } from './sheet.ts';
import { type Check, checksOf, stateOf } from './steps.ts';
import { CHECK_WORDS, SETUP_WORDS, STEP_WORDS } from './words.ts';

export type Place = keyof typeof STEP_WORDS;

export interface Frame {
  readonly title: string;
  readonly language: Language;
}

/** A whole page of the walk-through; needs no script. */
export function page({ title, language }: Frame, inside: Markup): string {
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="stylesheet" href="/setup/style.css">
</head>
<body>
${inside}
</body>
</html>
`);
}

/** A step with the way through all four above it. */
export function step(sheet: Sheet, place: Place, inside: Markup): string {
  const { language, page: state } = sheet;
  const other = language === 'vi' ? 'en' : 'vi';
  const title = `${say(sheet, STEP_WORDS[place])} – ${say(sheet, SETUP_WORDS.title)}`;
  return page(
    { title, language },
    html`<header>
<h1>${say(sheet, SETUP_WORDS.title)}</h1>
<p>${state.school ?? state.agent} · <a href="${linkTo('/', sheet)}">${say(sheet, SETUP_WORDS.status)}</a> · <a href="/setup/${place}${other === 'en' && '?lang=en'}" lang="${other}">${say(sheet, SETUP_WORDS.other)}</a></p>
<nav aria-label="${say(sheet, SETUP_WORDS.title)}">
${way(sheet, place)}
</nav>
</header>
<main>
${inside}
</main>`,
  );
}

function way(sheet: Sheet, place: Place): Markup {
  const checks = checksOf(sheet);
  const overall = (['line', 'cameras', 'labs', 'centre'] as const).map((one) =>
    stateOf(one, checks),
  );
  const states: Readonly<Record<Place, Check['state']>> = {
    line: stateOf('line', checks),
    cameras: stateOf('cameras', checks),
    labs: stateOf('labs', checks),
    green: overall.includes('ill') ? 'ill' : overall.includes('waiting') ? 'waiting' : 'well',
  };
  const places = Object.keys(STEP_WORDS) as Place[];
  return html`<ol class="steps">
${places.map((one, at) => {
  const { sign, text } = CHECK_WORDS[states[one]];
  return html`<li><a href="${linkTo(`/setup/${one}`, sheet)}"${one === place && html` aria-current="step"`}>${at + 1}. ${say(sheet, STEP_WORDS[one])} <span class="${states[one]}">${sign} ${say(sheet, text)}</span></a></li>
`;
})}</ol>`;
}

/** What became of the last form, and what stands in the way of the next. */
export function notes(sheet: Sheet): Markup {
  const { query, problems, typed, writable } = sheet;
  const file = problems.get('');
  return html`${!writable && note('waiting', html`<p>${say(sheet, SETUP_WORDS.readOnly)}</p>`)}${query.has('saved') && typed === undefined && note('well', html`<p>✓ ${say(sheet, SETUP_WORDS.saved)}</p>`)}${file !== undefined && note('ill', html`<p>✕ ${say(sheet, file)}</p>`)}${file === undefined && problems.size > 0 && note('ill', html`<p>✕ ${say(sheet, SETUP_WORDS.problems)}</p>`)}`;
}

export const note = (state: Check['state'], inside: Markup): Markup =>
  html`<div class="say ${state}" role="${state === 'ill' ? 'alert' : 'status'}">${inside}</div>
`;

/** A page that reloaded by itself would take away what a person reads or types. */
export const lookAgain = (sheet: Sheet, path: string): Markup =>
  html`<p><a class="button" href="${linkTo(path, sheet)}">${say(sheet, SETUP_WORDS.lookAgain)}</a></p>
`;

export const nextStep = (sheet: Sheet, place: Place): Markup =>
  html`<p><a href="${linkTo(`/setup/${place}`, sheet)}">${say(sheet, SETUP_WORDS.next)}: ${say(sheet, STEP_WORDS[place])} →</a></p>`;
