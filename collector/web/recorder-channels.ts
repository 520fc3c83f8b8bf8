import { html, type Markup } from '../../kit/html.ts';
import { saySpan } from '../../kit/say.ts';
import { seconds } from '../../kit/units.ts';
import { type DeviceFact, flagIn, numberIn, wordIn } from '../report/device-facts.ts';
import { sayField } from './field-value.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { devicePageWords } from './words/device-page.ts';
import { deviceWords } from './words/devices.ts';

/** Every channel of a recorder: whether it records, how many days it keeps; stopped ones first. */
export function recorderChannels(facts: readonly DeviceFact[], context: PageContext): Markup {
  const say = teller(context);
  const channels = facts.filter(({ measurement }) => measurement === 'recorder_channel');
  if (channels.length === 0) return html`<p class="empty">${say(devicePageWords.noChannels)}</p>`;
  const { channel, daysKept, lastRecorded, asSent } = devicePageWords;
  const heads = [channel, deviceWords.state, daysKept, lastRecorded, asSent];
  return html`<table class="cards">
<caption>${say(devicePageWords.channels)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${channels.toSorted(stoppedFirst).map((fact) => channelRow(fact, context))}</tbody>
</table>`;
}

const RANK = { false: 0, undefined: 1, true: 2 } as const;
const rankOf = ({ fields }: DeviceFact) => RANK[`${flagIn(fields, 'recording')}`];

const stoppedFirst = (a: DeviceFact, b: DeviceFact): number =>
  rankOf(a) - rankOf(b) || tokenOf(a).localeCompare(tokenOf(b), 'vi', { numeric: true });

const tokenOf = ({ tags }: DeviceFact): string => tags['channel'] ?? '';

function channelRow(fact: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  const { fields } = fact;
  const name = wordIn(fields, 'name');
  return html`<tr><th scope="row">${name ?? tokenOf(fact)}${name !== undefined && html`<small>${tokenOf(fact)}</small>`}</th><td data-label="${say(deviceWords.state)}">${recordingMark(fact, context)}</td><td data-label="${say(devicePageWords.daysKept)}">${sayField(fields['days_kept'], 'days', context.speech)}</td><td data-label="${say(devicePageWords.lastRecorded)}">${sinceRecorded(fields, context)}</td><td data-label="${say(devicePageWords.asSent)}">${wordIn(fields, 'state') ?? '–'}</td></tr>
`;
}

/** A channel that records says milliseconds of no meaning. */
function sinceRecorded(fields: DeviceFact['fields'], context: PageContext): string {
  const say = teller(context);
  const sinceS = numberIn(fields, 'last_recorded_s');
  if (sinceS === undefined) return '–';
  return sinceS < 60
    ? say(devicePageWords.justNow)
    : `${saySpan(seconds(sinceS), context.speech)} ${say(devicePageWords.ago)}`;
}

function recordingMark({ fields }: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  const recording = flagIn(fields, 'recording');
  if (recording === undefined)
    return html`<span class="v u">${say(devicePageWords.unclear)}</span>`;
  return recording
    ? html`<span class="v p">${say(devicePageWords.recording)}</span>`
    : html`<span class="v f">${say(devicePageWords.stopped)}</span>`;
}
