import { html, type Markup } from '../../kit/html.ts';
import { explainError } from '../../wire/error-words.ts';
import { specOf } from '../../wire/measurements.ts';
import type { DeviceView } from '../report/views.ts';
import { errorMark, sayField } from './field-value.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { deviceWords, streamName } from './words/devices.ts';

type DeviceFact = DeviceView['facts'][number];
type Fields = DeviceFact['fields'];

/** What is known of a device: for a camera its claims beside what was counted, then every latest fact. */
export function deviceDetails({ facts }: DeviceView, context: PageContext): Markup {
  const streams = facts.filter(({ measurement }) => measurement === 'camera_stream');
  const others = facts.filter(
    ({ measurement }) => measurement !== 'camera_stream' && measurement !== 'device',
  );
  return html`${streams.length > 0 && claims(streams, context)}
${others.map((fact) => latestFacts(fact, context))}`;
}

function claims(streams: readonly DeviceFact[], context: PageContext): Markup {
  const say = teller(context);
  return html`<table class="claims">
<caption>${say(deviceWords.claims)}</caption>
<thead><tr><th scope="col">${say(deviceWords.property)}</th><th scope="col">${say(deviceWords.claimed)}</th><th scope="col">${say(deviceWords.measured)}</th></tr></thead>
${streams.map((stream) => streamBody(stream, context))}</table>`;
}

function streamBody({ tags, fields, at }: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  const row = (name: string, claimed: string, measured: string) =>
    html`<tr><th scope="row">${name}</th><td>${claimed}</td><td>${measured}</td></tr>`;
  const value = (name: string, unit: string) => sayField(fields[name], unit, context.speech);
  return html`<tbody><tr><th colspan="3" scope="rowgroup">${say(streamName(tags['stream'] ?? ''))} <span class="quiet">${timeMark(at, context)}</span></th></tr>
${row(say(deviceWords.codec), value('claimed_codec', '1'), value('codec', '1'))}
${row(say(deviceWords.resolution), sayResolution(fields, 'claimed_'), sayResolution(fields, ''))}
${row(say(deviceWords.frameRate), value('claimed_fps', 'fps'), value('fps', 'fps'))}
${row(say(deviceWords.bitrate), value('claimed_bitrate_bps', 'bps'), value('bitrate_bps', 'bps'))}
</tbody>`;
}

function sayResolution(fields: Fields, prefix: string): string {
  const [width, height] = [fields[`${prefix}width`], fields[`${prefix}height`]];
  return width === undefined || height === undefined ? '–' : `${width} × ${height}`;
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
