import { html, type Markup } from '../../kit/html.ts';
import { sayStamp, sayTime } from '../../kit/say.ts';
import type { Language } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Finding, Verdict } from '../../standards/finding.ts';
import { sayConfidence, sayObserved, sayUnknown, sayVerdict } from '../../standards/say-finding.ts';
import { type DeviceState, healthOf, type PageState } from './state.ts';
import { HEALTH_WORDS, KIND_WORDS, SIGNS, sayShipment, TIME_ZONE, WORDS } from './words.ts';

/** The whole page of one moment; needs no script to be read. */
export function renderPage(state: PageState, language: Language): string {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const { agent, school, simulated, version } = state;
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
<h1>${word('title')}${simulated && html` <span class="mark">${word('simulated')}</span>`}</h1>
<p>${school ?? agent} · hatang ${version} · <a href="/?lang=${other}" lang="${other}">${word('other')}</a></p>
</header>
<main>
<section>
<h2>${word('shipment')}</h2>
<p class="${shipmentClass(state)}">${sayShipment(state, language)}</p>
${state.shipment.problem !== undefined && html`<p class="detail">${state.shipment.problem}</p>`}
</section>
<section>
<h2>${word('devices')}</h2>
${devicesTable(state, language)}
</section>
<section>
<h2>${word('findings')}</h2>
${findingsTable(state, language)}
</section>
</main>
</body>
</html>
`);
}

const shipmentClass = ({ shipment }: PageState): string =>
  shipment.word === 'connected' || shipment.word === 'starting' ? 'well' : 'ill';

function time(at: EpochMs, now: EpochMs, language: Language): Markup {
  const speech = { language, timeZone: TIME_ZONE };
  return html`<time title="${sayStamp(at, speech)}">${sayTime(at, now, speech)}</time>`;
}

function devicesTable(state: PageState, language: Language): Markup {
  if (state.devices.length === 0) return html`<p>${WORDS.noDevices[language]}</p>`;
  const heads = ['name', 'kind', 'lastPass', 'state', 'problem'] as const;
  return html`<table>
<thead><tr>${heads.map((head) => html`<th scope="col">${WORDS[head][language]}</th>`)}</tr></thead>
<tbody>${state.devices.map((device) => deviceRow(device, state, language))}</tbody>
</table>`;
}

function deviceRow(state: DeviceState, { now, simulated }: PageState, language: Language): Markup {
  const { device, passes } = state;
  const health = healthOf(state);
  const { sign, text } = HEALTH_WORDS[health];
  const newest = passes.reduce<EpochMs | undefined>(
    (found, { at }) => (found === undefined || at > found ? at : found),
    undefined,
  );
  const problems = [...new Set(passes.flatMap(({ problem }) => problem ?? []))];
  const late = passes.some((pass) => pass.late) ? [WORDS.late[language]] : [];
  return html`<tr>
<th scope="row">${device.name}${simulated && html` <span class="mark">${WORDS.simulated[language]}</span>`}</th>
<td>${KIND_WORDS[device.kind][language]}</td>
<td>${newest === undefined ? WORDS.never[language] : time(newest, now, language)}</td>
<td class="${health}">${sign} ${text[language]}</td>
<td>${[...problems, ...late].join('; ')}</td>
</tr>
`;
}

/** What is to be mended stands first. */
const ORDER: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not_applicable'];

function findingsTable({ findings }: PageState, language: Language): Markup {
  const ofSchool = findings
    .filter(({ device }) => device === undefined)
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  if (ofSchool.length === 0) return html`<p>${WORDS.noFindings[language]}</p>`;
  const heads = [
    'criterion',
    'level',
    'observed',
    'required',
    'verdict',
    'source',
    'remedy',
  ] as const;
  return html`<table>
<thead><tr>${heads.map((head) => html`<th scope="col">${WORDS[head][language]}</th>`)}</tr></thead>
<tbody>${ofSchool.map((finding) => findingRow(finding, language))}</tbody>
</table>`;
}

function findingRow(finding: Finding, language: Language): Markup {
  const speech = { language };
  const { verdict, source, remedy } = finding;
  const why = sayUnknown(finding, speech);
  const doubt = sayConfidence(finding, speech);
  const helps = verdict === 'fail' || verdict === 'unknown';
  return html`<tr>
<th scope="row">${finding.criterion} ${finding.name[language]}</th>
<td>${WORDS[finding.level][language]}</td>
<td>${sayObserved(finding, speech)}</td>
<td>${finding.required[language]}</td>
<td class="${verdict}">${SIGNS[verdict]} ${sayVerdict(verdict, speech)}${why !== undefined && html`<br><span class="detail">${why}</span>`}</td>
<td>${source.document}, ${source.clause}${doubt !== undefined && html` <span class="mark">${doubt}</span>`}</td>
<td>${helps && remedy[language]}</td>
</tr>
`;
}
