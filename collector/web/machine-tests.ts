import { html, type Markup } from '../../kit/html.ts';
import { explainError } from '../../wire/error-words.ts';
import { type DeviceFact, flagIn, numberIn, ownFields, wordIn } from '../report/device-facts.ts';
import type { DeviceView } from '../report/views.ts';
import { errorMark, sayField } from './field-value.ts';
import { sayMeeting } from './machine-facts.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { deviceWords } from './words/devices.ts';
import { labWords } from './words/labs.ts';

/** Every named system as this machine reaches it, those it doesn't first, and how a call would fare. */
export function machineTests(device: DeviceView, context: PageContext): Markup {
  const say = teller(context);
  const tests = device.facts.filter(({ measurement }) => measurement === 'machine_app');
  const meeting = sayMeeting({ fields: ownFields(device), speech: context.speech });
  const heads = [
    labWords.system,
    deviceWords.state,
    labWords.times,
    labWords.whole,
    deviceWords.measuredAt,
  ];
  const table =
    tests.length === 0
      ? html`<p class="empty">${say(labWords.noTests)}</p>`
      : html`<table class="cards">
<caption>${say(labWords.tests)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${tests.toSorted(brokenFirst).map((fact) => testRow(fact, context))}</tbody>
</table>`;
  return html`${table}
${meeting !== undefined && html`<p>${say(labWords.meeting)}: ${meeting}.</p>`}`;
}

const nameOf = ({ tags }: DeviceFact): string => tags['service'] ?? '';

const brokenFirst = (a: DeviceFact, b: DeviceFact): number =>
  Number(flagIn(a.fields, 'up') ?? true) - Number(flagIn(b.fields, 'up') ?? true) ||
  nameOf(a).localeCompare(nameOf(b), 'vi');

function testRow(fact: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  const { fields, at } = fact;
  const seconds = (name: string) => sayField(numberIn(fields, name), 's', context.speech);
  const steps = ['dns_s', 'connect_s', 'tls_s', 'first_byte_s'].map(seconds).join(' · ');
  return html`<tr><th scope="row">${nameOf(fact)}</th><td data-label="${say(deviceWords.state)}">${reachedMark(fact, context)}</td><td data-label="${say(labWords.times)}">${steps}</td><td data-label="${say(labWords.whole)}">${seconds('total_s')}</td><td data-label="${say(deviceWords.measuredAt)}">${timeMark(at, context)}</td></tr>
`;
}

function reachedMark({ fields }: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  if (flagIn(fields, 'up') === true) return html`<span class="v p">${say(labWords.reached)}</span>`;
  const error = wordIn(fields, 'error');
  return html`<span class="v f">${say(labWords.broken)}</span>${error !== undefined && html`<br>${errorMark(error, explainError('machine_app', fields), context)}`}`;
}
