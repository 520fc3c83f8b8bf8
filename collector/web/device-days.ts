import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import type { DayShare, DevicePageView } from '../report/views.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { daysSentence, devicePageWords } from './words/device-page.ts';
import { labWords } from './words/labs.ts';

const WIDTH = 20;
const STEP = 24;
const HEIGHT = 48;

const MEANINGS: Partial<Record<DevicePageView['device']['kind'], Text>> = {
  camera: devicePageWords.dayMeaningCamera,
  machine: labWords.dayMeaning,
};

/** The last days as a strip of bars, a sentence that says the same, and the figures to unfold. */
export function deviceDays(
  { days, device }: Pick<DevicePageView, 'days' | 'device'>,
  context: PageContext,
): Markup | false {
  if (days.length === 0) return false;
  const say = teller(context);
  const sentence = say(daysSentence(inWords(days, context)));
  const meaning = MEANINGS[device.kind] ?? devicePageWords.dayMeaningRecorder;
  return html`<p>${sentence} <span class="quiet">${say(meaning)}</span></p>
<svg class="days" role="img" aria-label="${sentence}" viewBox="0 0 ${days.length * STEP} ${HEIGHT}" width="${days.length * STEP}" height="${HEIGHT}">
${days.map((day, at) => bar(day, at, context))}</svg>
<details><summary>${say(devicePageWords.byDay)}</summary>
<table class="claims"><thead><tr><th scope="col">${say(devicePageWords.day)}</th><th scope="col">${say(devicePageWords.goodShare)}</th></tr></thead>
<tbody>${days.map(
    (
      day,
    ) => html`<tr><th scope="row">${sayDate(day.day)}</th><td>${sayShare(day, context)}</td></tr>
`,
  )}</tbody></table></details>`;
}

/** A whole grey bar is a day without a figure; a bad day stands low and red on its pale ground. */
function bar(day: DayShare, at: number, context: PageContext): Markup {
  const [x, good] = [at * STEP, day.good ?? 0];
  const height = Math.round(good * HEIGHT);
  const title = html`<title>${sayDate(day.day)}: ${sayShare(day, context)}</title>`;
  const ground = html`<rect class="${day.good === undefined ? 'unknown' : 'missed'}" x="${x}" y="0" width="${WIDTH}" height="${HEIGHT}"/>`;
  return html`<g>${title}${ground}${height > 0 && html`<rect class="good" x="${x}" y="${HEIGHT - height}" width="${WIDTH}" height="${height}"/>`}</g>
`;
}

function inWords(days: readonly DayShare[], context: PageContext) {
  const measured = days.flatMap((day) =>
    day.good === undefined ? [] : [{ ...day, good: day.good }],
  );
  const whole = measured.filter(({ good }) => good === 1).length;
  const [least] = measured.toSorted((a, b) => a.good - b.good);
  return {
    of: sayNumber(days.length, context.speech),
    measured: sayNumber(measured.length, context.speech),
    whole: sayNumber(whole, context.speech),
    least:
      least === undefined || least.good === 1
        ? undefined
        : `${sayShare(least, context)} (${sayDate(least.day)})`,
  };
}

const sayShare = ({ good }: DayShare, context: PageContext): string =>
  good === undefined
    ? teller(context)(devicePageWords.notMeasured)
    : sayMeasured(good, 'ratio', context.speech);

/** `2026-11-23` as people here write it, `23/11/2026`. */
const sayDate = (day: string): string => day.split('-').reverse().join('/');
