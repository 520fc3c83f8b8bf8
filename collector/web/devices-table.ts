import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import type { DeviceView } from '../report/views.ts';
import { deviceDetails } from './device-details.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { deviceKinds, deviceStates, deviceWords, deviceZones } from './words/devices.ts';

export function devicesTable(devices: readonly DeviceView[], context: PageContext): Markup {
  const say = teller(context);
  if (devices.length === 0) return html`<p class="empty">${say(deviceWords.noDevices)}</p>`;
  return html`<table class="devices cards">
<caption>${say(deviceWords.caption)}</caption>
<thead><tr><th scope="col">${say(deviceWords.name)}</th><th scope="col">${say(deviceWords.kind)}</th><th scope="col">${say(deviceWords.state)}</th><th scope="col">${say(deviceWords.measuredAt)}</th><th scope="col">${say(deviceWords.address)}</th></tr></thead>
<tbody>
${devices.map((device) => deviceRow(device, context))}</tbody>
</table>`;
}

function deviceRow(device: DeviceView, context: PageContext): Markup {
  const say = teller(context);
  const zone = wordOf(deviceZones, device.zone)?.[context.speech.language] ?? device.zone;
  const place = [device.room, zone].filter((part) => part !== undefined).join(' · ');
  return html`<tr class="device"><th scope="row">${device.name}${simulatedBadge(device.simulated, context)}${place !== '' && html`<small>${place}</small>`}</th><td data-label="${say(deviceWords.kind)}">${say(deviceKinds[device.kind])}</td><td data-label="${say(deviceWords.state)}">${stateMark(device, context)}</td><td data-label="${say(deviceWords.measuredAt)}">${timeMark(device.at, context)}</td><td data-label="${say(deviceWords.address)}">${device.address ?? '–'}</td></tr>
${
  device.facts.length > 0 &&
  html`<tr class="more"><td colspan="5"><details><summary>${say(deviceWords.details)}<span class="hidden">: ${device.name}</span></summary>${deviceDetails(device, context)}</details></td></tr>
`
}`;
}

/** A word a probe gave first; else whether the device answered; never by colour alone. */
function stateMark({ up, state }: DeviceView, context: PageContext): Markup {
  const say = teller(context);
  if (up === undefined && state === undefined)
    return html`<span class="v u">${say(deviceWords.neverMeasured)}</span>`;
  const answered = say(up === true ? deviceWords.up : deviceWords.down);
  const known = wordOf(deviceStates, state);
  const word = known === undefined ? (state ?? answered) : say(known);
  const good = state === undefined ? up === true : state === 'live';
  return html`<span class="${good ? 'v p' : 'v f'}">${word}</span>`;
}

/** A word that came from outside, in ours; undefined for one we don't know. */
const wordOf = (words: Readonly<Record<string, Text>>, word: string | undefined) =>
  word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;
