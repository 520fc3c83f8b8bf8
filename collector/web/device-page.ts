import { html, type Markup } from '../../kit/html.ts';
import { specOf } from '../../wire/measurements.ts';
import { ownFields } from '../report/device-facts.ts';
import type { DevicePageView, DeviceView } from '../report/views.ts';
import { schoolAddress } from './address.ts';
import { sayPlace } from './camera-cells.ts';
import { deviceDays } from './device-days.ts';
import { deviceFindings } from './device-findings.ts';
import { stateSentence } from './device-state.ts';
import { sayField } from './field-value.ts';
import { incidentsTable, openIncidents } from './incident-list.ts';
import { layout } from './layout.ts';
import { simulatedBadge, teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { recorderChannels } from './recorder-channels.ts';
import { section } from './section.ts';
import { securityTable } from './security-groups.ts';
import { streamClaims } from './stream-claims.ts';
import { devicePageWords, edgeSources } from './words/device-page.ts';
import { deviceKinds, deviceWords } from './words/devices.ts';

/** One camera or recorder: how it is, what to do, what it claims, what it gives away, how it has been. Never a picture. */
export function devicePage(view: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const { school, device } = view;
  const main = html`<p class="crumb"><a href="${schoolAddress(school.id)}">${say(devicePageWords.backToSchool)} ${school.name}</a></p>
<h1>${device.name}${simulatedBadge(device.simulated || school.simulated, context)}</h1>
${standing(view, context)}
${section('now', say(devicePageWords.now), nowPart(view, context))}
${section('to-do', say(devicePageWords.toDo), deviceFindings(view.findings, context))}
${device.kind === 'camera' ? cameraParts(view, context) : section('channels', say(devicePageWords.channels), recorderChannels(device.facts, context))}
${section('history', say(devicePageWords.history), historyPart(view, context))}
${section('identity', say(devicePageWords.identity), identity(device, context))}`;
  return layout(
    { title: `${device.name} · ${school.name}`, section: 'schools', main, live: true },
    context,
  );
}

function standing({ device, path }: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const place = sayPlace(device, context.speech);
  const line = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="standing">
${line(say(deviceWords.kind), [say(deviceKinds[device.kind]), place].filter((part) => part !== '').join(' · '))}
${device.address !== undefined && line(say(deviceWords.address), device.address)}
${path.length > 0 && line(say(devicePageWords.behind), sayPath(path, context))}
</dl>`;
}

/** `Đầu ghi (theo cấu hình) → Bộ chuyển mạch 1 (theo LLDP)` */
const sayPath = (path: DevicePageView['path'], context: PageContext): string =>
  path.map(({ name, source }) => `${name} (${teller(context)(edgeSources[source])})`).join(' → ');

function nowPart(view: DevicePageView, context: PageContext): Markup {
  const open = view.incidents.filter(({ state }) => state === 'open');
  return html`${stateSentence(view, context)}
${open.length > 0 && openIncidents(open, context)}`;
}

function cameraParts(view: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const streams = view.device.facts
    .filter(({ measurement }) => measurement === 'camera_stream')
    .toSorted((a, b) => ((a.tags['stream'] ?? '') < (b.tags['stream'] ?? '') ? -1 : 1));
  const shown =
    streams.length === 0
      ? html`<p class="empty">${say(devicePageWords.noStreams)}</p>`
      : streamClaims(streams, context);
  return html`${section('streams', say(devicePageWords.streams), shown)}
${section('security', say(devicePageWords.security), securityTable(view, context))}`;
}

function historyPart(view: DevicePageView, context: PageContext): Markup {
  const { incidents } = view;
  return html`${deviceDays(view, context)}
${incidents.length === 0 ? html`<p class="empty">${teller(context)(devicePageWords.noIncidents)}</p>` : incidentsTable(incidents, { school: false }, context)}`;
}

const IDENTITY = ['manufacturer', 'model', 'firmware', 'serial', 'hardware'] as const;

/** As the device sent it. */
function identity(device: DeviceView, context: PageContext): Markup {
  const { language } = context.speech;
  const own = ownFields(device);
  const told = IDENTITY.filter((field) => own[field] !== undefined);
  if (told.length === 0) return html`<p class="empty">${devicePageWords.noIdentity[language]}</p>`;
  const names = specOf(device.kind)?.fields ?? {};
  return html`<dl class="facts">${told.map(
    (
      field,
    ) => html`<dt>${names[field]?.about[language] ?? field}</dt><dd>${sayField(own[field], '1', context.speech)}</dd>
`,
  )}</dl>`;
}
