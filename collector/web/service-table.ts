import { html, type Markup } from '../../kit/html.ts';
import { explainError } from '../../wire/error-words.ts';
import { plainWords, stepOf } from '../../wire/service-words.ts';
import { type DeviceFact, type Fields, flagIn, numberIn, wordIn } from '../report/device-facts.ts';
import { errorMark, sayField } from './field-value.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { deviceWords } from './words/devices.ts';
import { serviceWords } from './words/services.ts';

/** Every named system: whether it was reached or at which step it stops, how long each step took, what its certificate is worth. */
export function serviceTable(services: readonly DeviceFact[], context: PageContext): Markup {
  const say = teller(context);
  const { system, times, certificate, plain } = serviceWords;
  const heads = [system, deviceWords.state, times, certificate, plain, deviceWords.measuredAt];
  return html`<table class="cards">
<caption>${say(serviceWords.systems)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${services.toSorted(brokenFirst).map((fact) => serviceRow(fact, context))}</tbody>
</table>`;
}

const idOf = ({ tags }: DeviceFact): string => tags['service'] ?? '';

const brokenFirst = (a: DeviceFact, b: DeviceFact): number =>
  Number(flagIn(a.fields, 'up') ?? true) - Number(flagIn(b.fields, 'up') ?? true) ||
  idOf(a).localeCompare(idOf(b), 'vi');

function serviceRow(fact: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  const { fields, at } = fact;
  const name = wordIn(fields, 'name');
  const outcome = wordIn(fields, 'http_outcome') ?? '';
  const plain = Object.hasOwn(plainWords, outcome) ? plainWords[outcome] : undefined;
  const path = wordIn(fields, 'redirect_path');
  return html`<tr><th scope="row">${name ?? idOf(fact)}${name !== undefined && html`<small>${idOf(fact)}</small>`}</th><td data-label="${say(deviceWords.state)}">${reachedMark(fields, context)}</td><td data-label="${say(serviceWords.times)}">${sayTimes(fields, context)}</td><td data-label="${say(serviceWords.certificate)}">${certificateOf(fields, context)}</td><td data-label="${say(serviceWords.plain)}">${plain === undefined ? '–' : say(plain)}${path !== undefined && html`<small>${path}</small>`}</td><td data-label="${say(deviceWords.measuredAt)}">${timeMark(at, context)}</td></tr>
`;
}

function reachedMark(fields: Fields, context: PageContext): Markup {
  const say = teller(context);
  const error = wordIn(fields, 'error');
  const step = stepOf(fields['failed_step']);
  const said =
    error !== undefined && errorMark(error, explainError('service_check', fields), context);
  return flagIn(fields, 'up') === true
    ? html`<span class="v p">${say(serviceWords.reached)}</span>${said && html`<br>${said}`}`
    : html`<span class="v f">${say(serviceWords.broken)}</span>${step !== undefined && html`, ${say(serviceWords.step)} <b>${say(step)}</b>`}${said && html`<br>${said}`}`;
}

const sayTimes = (fields: Fields, { speech }: PageContext): string =>
  ['dns_s', 'tcp_s', 'tls_s', 'http_s']
    .map((name) => sayField(numberIn(fields, name), 's', speech))
    .join(' · ');

function certificateOf(fields: Fields, context: PageContext): Markup {
  const say = teller(context);
  const version = wordIn(fields, 'tls_version');
  const chain = flagIn(fields, 'chain_valid');
  const faults = [
    ...(chain === false ? [say(serviceWords.chainBroken)] : []),
    ...(flagIn(fields, 'host_name_valid') === false ? [say(serviceWords.otherHost)] : []),
  ];
  if (version === undefined && chain === undefined) return html`–`;
  const worth = faults.length > 0 ? faults.join(', ') : say(serviceWords.holds);
  const issuer = wordIn(fields, 'certificate_issuer');
  return html`${[version, worth, sayDays(fields, context)].filter((part) => part !== undefined).join(', ')}${issuer !== undefined && html`<small>${issuer}</small>`}`;
}

function sayDays(fields: Fields, context: PageContext): string | undefined {
  const left = numberIn(fields, 'certificate_days');
  if (left === undefined) return undefined;
  const word = left < 0 ? serviceWords.expired : serviceWords.left;
  return `${teller(context)(word)} ${sayField(Math.abs(left), 'days', context.speech)}`;
}
