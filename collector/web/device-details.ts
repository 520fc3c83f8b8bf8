import { html, type Markup } from '../../kit/html.ts';
import { explainError } from '../../wire/error-words.ts';
import { specOf } from '../../wire/measurements.ts';
import type { DeviceFact } from '../report/device-facts.ts';
import type { DeviceView } from '../report/views.ts';
import { errorMark, sayField } from './field-value.ts';
import { timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { serviceTable } from './service-table.ts';
import { streamClaims } from './stream-claims.ts';

const IN_TABLES = ['camera_stream', 'service_check', 'device'];

/** What is known of a device: for a camera its claims beside what was counted, for a line the systems, then every latest fact. */
export function deviceDetails({ facts }: DeviceView, context: PageContext): Markup {
  const streams = facts.filter(({ measurement }) => measurement === 'camera_stream');
  const services = facts.filter(({ measurement }) => measurement === 'service_check');
  const others = facts.filter(({ measurement }) => !IN_TABLES.includes(measurement));
  return html`${streams.length > 0 && streamClaims(streams, context)}${services.length > 0 && serviceTable(services, context)}
${others.map((fact) => latestFacts(fact, context))}`;
}

function latestFacts({ measurement, tags, fields, at }: DeviceFact, context: PageContext): Markup {
  const { language } = context.speech;
  const spec = specOf(measurement);
  const about = spec?.about[language] ?? measurement;
  const which = Object.entries(tags)
    .filter(([name]) => name !== 'device' && name !== 'school')
    .map(([, value]) => value)
    .join(' · ');
  const entries = Object.entries(fields).map(([name, value]) => {
    const field =
      spec !== undefined && Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined;
    return html`<dt>${field?.about[language] ?? name}</dt><dd>${name === 'error' ? errorMark(String(value), explainError(measurement, fields), context) : sayField(value, field?.unit ?? '1', context.speech)}</dd>
`;
  });
  return html`<h4>${about}${which !== '' && html` · ${which}`} <span class="quiet">${timeMark(at, context)}</span></h4>
<dl class="facts">
${entries}</dl>`;
}
