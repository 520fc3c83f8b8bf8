import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import { explainError } from '../../wire/error-words.ts';
import { ownFields, wordIn } from '../report/device-facts.ts';
import type { DevicePageView, DeviceView } from '../report/views.ts';
import { errorMark } from './field-value.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { devicePageWords } from './words/device-page.ts';
import { deviceStates, deviceWords } from './words/devices.ts';

/** A word a probe gave first; else whether the device answered; undefined before the first measurement. */
export function sayState({ up, state }: Pick<DeviceView, 'up' | 'state'>): DeviceState | undefined {
  if (up === undefined && state === undefined) return undefined;
  const answered = up === true ? deviceWords.up : deviceWords.down;
  const known =
    state !== undefined && Object.hasOwn(deviceStates, state) ? deviceStates[state] : undefined;
  const word = known ?? (state === undefined ? answered : { vi: state, en: state });
  return { word, good: state === undefined ? up === true : state === 'live' };
}

interface DeviceState {
  readonly word: Text;
  readonly good: boolean;
}

type Stated = Pick<DevicePageView, 'device' | 'incidents'>;

/** How it is, since when, when that was seen, and why it is so where a device said. */
export function stateSentence(view: Stated, context: PageContext): Markup {
  const say = teller(context);
  const { device } = view;
  const state = sayState(device);
  if (state === undefined)
    return html`<p><span class="v u">${say(deviceWords.neverMeasured)}</span></p>
<p>${say(devicePageWords.neverMeasured)}</p>`;
  const own = ownFields(device);
  const error = wordIn(own, 'error');
  return html`<p><b class="v ${state.good ? 'p' : 'f'}">${say(state.word)}</b>${sinceWhen(view, state.good, context)}. ${say(devicePageWords.lastMeasured)} ${timeMark(device.at, context)}.</p>
${error !== undefined && html`<p>${errorMark(error, explainError(device.kind, own), context)}</p>`}`;
}

/** What is bad began with its incident; what is good, when the last incident ended. */
function sinceWhen({ incidents }: Stated, good: boolean, context: PageContext): Markup {
  const say = teller(context);
  const open = incidents.find(({ state }) => state === 'open');
  if (!good)
    return open === undefined
      ? html`, ${say(devicePageWords.noIncidentOpen)}`
      : html` ${say(devicePageWords.since)} ${timeMark(open.openedAt, context)}`;
  const ended = incidents
    .flatMap(({ resolvedAt }) => resolvedAt ?? [])
    .toSorted((a, b) => b - a)
    .at(0);
  return ended === undefined
    ? html`, ${say(devicePageWords.noIncidentYet)}`
    : html` ${say(devicePageWords.sinceLastIncident)} ${timeMark(ended, context)}`;
}
