import { html, type Markup } from '../../kit/html.ts';
import type { Finding } from '../../standards/finding.ts';
import { explainError } from '../../wire/error-words.ts';
import { ownFields, wordIn } from '../report/device-facts.ts';
import { seenAt } from '../report/labs-view.ts';
import type { DevicePageView } from '../report/views.ts';
import { schoolAddress } from './address.ts';
import { deviceDays } from './device-days.ts';
import { deviceFindings } from './device-findings.ts';
import { errorMark } from './field-value.ts';
import { incidentsTable, openIncidents } from './incident-list.ts';
import { layout } from './layout.ts';
import { specificationOf } from './machine-facts.ts';
import { machineTests } from './machine-tests.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { section } from './section.ts';
import { devicePageWords } from './words/device-page.ts';
import { deviceKinds, deviceWords } from './words/devices.ts';
import { labWords } from './words/labs.ts';

/** One lab machine: whether it works, what to do about it, what it is, what was tried from it. Never whose it is. */
export function machinePage(view: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const { school, device, incidents } = view;
  const main = html`<p class="crumb"><a href="${schoolAddress(school.id)}#labs">${say(devicePageWords.backToSchool)} ${school.name}</a></p>
<h1>${device.name}${simulatedBadge(device.simulated || school.simulated, context)}</h1>
${standing(view, context)}
${section('now', say(devicePageWords.now), nowPart(view, context))}
${section('to-do', say(labWords.toDo), deviceFindings(view.findings, context, MENDS))}
${section('specification', say(labWords.specification), specification(view, context))}
${section('tests', say(labWords.tests), machineTests(device, context))}
${section(
  'history',
  say(devicePageWords.history),
  html`${deviceDays(view, context)}
${incidents.length === 0 ? html`<p class="empty">${say(devicePageWords.noIncidents)}</p>` : incidentsTable(incidents, { school: false }, context)}`,
)}`;
  return layout(
    { title: `${device.name} · ${school.name}`, section: 'schools', main, live: true },
    context,
  );
}

const MENDS = { set: labWords.setIt, replace: labWords.replaceIt } as const;

function standing({ device }: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const own = ownFields(device);
  const address = wordIn(own, 'address') ?? device.address;
  const line = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="standing">
${line(say(deviceWords.kind), [say(deviceKinds.machine), device.room ?? say(labWords.noRoom)].join(' · '))}
${address !== undefined && line(say(deviceWords.address), address)}
</dl>`;
}

/** A machine that is switched off is no incident: what counts is when it was seen working. */
function nowPart({ device, findings, incidents }: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const own = ownFields(device);
  const seen = seenAt(own, device);
  const error = wordIn(own, 'error');
  const open = incidents.filter(({ state }) => state === 'open');
  const usable = basicOf(findings, 'LAB-03');
  return html`<p>${usable !== undefined && usableMark(usable, context)}${seen === undefined ? say(labWords.neverSeen) : html`${say(labWords.seenLast)} ${timeMark(seen, context)}.`}</p>
${error !== undefined && html`<p>${errorMark(error, explainError('machine', own), context)}</p>`}
${open.length > 0 && openIncidents(open, context)}`;
}

const USABLE = {
  pass: { mark: 'v p', word: labWords.isUsable },
  fail: { mark: 'v f', word: labWords.isMissing },
  unknown: { mark: 'v u', word: labWords.isUnknown },
  not_applicable: { mark: 'v n', word: labWords.isUnknown },
} as const;

function usableMark({ verdict, says }: Finding, context: PageContext): Markup {
  const say = teller(context);
  const { mark, word } = USABLE[verdict];
  return html`<b class="${mark}">${say(word)}</b>${says !== undefined && `: ${say(says)}`}. `;
}

const basicOf = (findings: readonly Finding[], criterion: string): Finding | undefined =>
  findings.find((one) => one.criterion === criterion && one.level === 'basic');

function specification({ device, findings, behind }: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const says = basicOf(findings, 'LAB-05')?.says;
  const support = says === undefined ? undefined : say(says);
  const telling = { fields: ownFields(device), speech: context.speech };
  const lines = specificationOf(telling, { behind, support });
  if (lines.length === 0) return html`<p class="empty">${say(labWords.noSpecification)}</p>`;
  return html`<dl class="facts">${lines.map(
    ([name, value]) => html`<dt>${say(name)}</dt><dd>${value}</dd>
`,
  )}</dl>`;
}
