import { html, type Markup } from '../../kit/html.ts';
import type { Language } from '../../kit/text.ts';
import { criteria } from './criteria.ts';
import { devicesTable } from './devices.ts';
import { foundSection } from './found.ts';
import { hostsSection } from './hosts.ts';
import { sayLineUse } from './line-use.ts';
import { type Drawing, simulatedMark } from './marks.ts';
import { isShipping, sayShipment } from './shipment.ts';
import type { PageState } from './state.ts';
import { todo } from './todo.ts';
import { WORDS } from './words.ts';

/** The whole page of one moment: what is to be done, then what is there; needs no script to be read. */
export function renderPage(state: PageState, language: Language): string {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const drawing: Drawing = { state, language };
  const { agent, school, version } = state;
  const other = language === 'vi' ? 'en' : 'vi';
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${school ?? agent} – ${word('title')}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<h1>${word('title')}${simulatedMark(drawing)}</h1>
<p>${school ?? agent} · hatang ${version} · <a href="/?lang=${other}" lang="${other}">${word('other')}</a></p>
</header>
<main>
<section>
<h2>${word('todo')}</h2>
${todo(drawing)}
</section>
${isShipping(state) && shipment(drawing)}
<section>
<h2>${word('devices')}</h2>
${devicesTable(drawing)}
${use(drawing)}
</section>
${foundSection(drawing)}
${hostsSection(drawing)}
<section>
<h2>${word('findings')}</h2>
${criteria(drawing)}
</section>
</main>
</body>
</html>
`);
}

const use = ({ state, language }: Drawing): Markup | false =>
  state.lineUse !== undefined &&
  html`<p class="detail">${sayLineUse(state.lineUse, { now: state.now, language })}</p>`;

const shipment = ({ state, language }: Drawing): Markup => html`<section>
<h2>${WORDS.shipment[language]}</h2>
<p class="well">✓ ${sayShipment(state, language)}</p>
</section>`;
