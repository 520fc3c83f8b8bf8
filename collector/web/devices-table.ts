import { html, type Markup } from '../../kit/html.ts';
import type { DeviceView, SchoolView } from '../report/views.ts';
import { deviceAddress, lineAddress, machineAddress } from './address.ts';
import { sayPlace } from './camera-cells.ts';
import { deviceDetails } from './device-details.ts';
import { sayState } from './device-state.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { deviceKinds, deviceWords } from './words/devices.ts';

export function devicesTable(
  { id, devices }: Pick<SchoolView, 'id' | 'devices'>,
  context: PageContext,
): Markup {
  const say = teller(context);
  if (devices.length === 0) return html`<p class="empty">${say(deviceWords.noDevices)}</p>`;
  return html`<table class="devices cards">
<caption>${say(deviceWords.caption)}</caption>
<thead><tr><th scope="col">${say(deviceWords.name)}</th><th scope="col">${say(deviceWords.kind)}</th><th scope="col">${say(deviceWords.state)}</th><th scope="col">${say(deviceWords.measuredAt)}</th><th scope="col">${say(deviceWords.address)}</th></tr></thead>
<tbody>
${devices.map((device) => deviceRow(id, device, context))}</tbody>
</table>`;
}

function deviceRow(school: string, device: DeviceView, context: PageContext): Markup {
  const say = teller(context);
  const place = sayPlace(device, context.speech);
  return html`<tr class="device"><th scope="row">${deviceName(school, device)}${simulatedBadge(device.simulated, context)}${place !== '' && html`<small>${place}</small>`}</th><td data-label="${say(deviceWords.kind)}">${say(deviceKinds[device.kind])}</td><td data-label="${say(deviceWords.state)}">${stateMark(device, context)}</td><td data-label="${say(deviceWords.measuredAt)}">${timeMark(device.at, context)}</td><td data-label="${say(deviceWords.address)}">${device.address ?? '–'}</td></tr>
${
  device.facts.length > 0 &&
  html`<tr class="more"><td colspan="5"><details><summary>${say(deviceWords.details)}<span class="hidden">: ${device.name}</span></summary>${deviceDetails(device, context)}</details></td></tr>
`
}`;
}

function stateMark(device: DeviceView, context: PageContext): Markup {
  const say = teller(context);
  const state = sayState(device);
  return state === undefined
    ? html`<span class="v u">${say(deviceWords.neverMeasured)}</span>`
    : html`<span class="${state.good ? 'v p' : 'v f'}">${say(state.word)}</span>`;
}

/** Nothing else has a page of its own. */
const ADDRESSES: Partial<Record<DeviceView['kind'], typeof deviceAddress>> = {
  camera: deviceAddress,
  recorder: deviceAddress,
  machine: machineAddress,
  uplink: lineAddress,
};

function deviceName(school: string, { id, name, kind }: DeviceView): Markup {
  const addressOf = ADDRESSES[kind];
  return addressOf === undefined
    ? html`${name}`
    : html`<a href="${addressOf(school, id)}">${name}</a>`;
}
