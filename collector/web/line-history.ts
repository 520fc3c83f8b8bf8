import { html, type Markup } from '../../kit/html.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import type { LineDay, LinePageView } from '../report/views.ts';
import { type Chart, lineChart } from './line-chart.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { linePageWords as words } from './words/line-page.ts';

/** Rates beside the contract and latency at rest and when full, day by day; then the same figures to unfold. */
export function lineHistory({ days, contract }: LinePageView, context: PageContext): Markup {
  const say = teller(context);
  const measured = (value: number, unit: string) => sayMeasured(value, unit, context.speech);
  const levels = [contract.down, contract.up].flatMap((value) =>
    value === undefined ? [] : [{ name: say(words.contract), value }],
  );
  const rates = lineChart({
    ...named(say(words.rates), days),
    series: [
      { name: say(words.down), kind: 'one', values: days.map(({ down }) => down?.mean) },
      { name: say(words.up), kind: 'two', values: days.map(({ up }) => up?.mean) },
    ],
    levels,
    say: (value) => measured(value, 'bps'),
  });
  const latencies = lineChart({
    ...named(say(words.latencies), days),
    series: [
      { name: say(words.idle), kind: 'one', values: days.map(({ idle }) => idle?.mean) },
      { name: say(words.full), kind: 'two', values: days.map(({ loaded }) => loaded?.mean) },
    ],
    levels: [],
    say: (value) => measured(value, 's'),
  });
  if (!rates && !latencies) return html`<p class="empty">${say(words.noHistory)}</p>`;
  return html`${
    rates &&
    html`<h3>${say(words.rates)}</h3>
${rates}`
  }
${
  latencies &&
  html`<h3>${say(words.latencies)}</h3>
${latencies}`
}
<details><summary>${say(words.byDay)}</summary>${dayTable(days, context)}</details>`;
}

const named = (label: string, days: readonly LineDay[]): Pick<Chart, 'label' | 'days'> => ({
  label,
  days: days.map(({ day }) => day.slice(5).split('-').reverse().join('/')),
});

function dayTable(days: readonly LineDay[], context: PageContext): Markup {
  const say = teller(context);
  const cell = (figure: LineDay['down'], unit: string) =>
    html`<td>${figure === undefined ? '–' : sayMeasured(figure.mean, unit, context.speech)}</td>`;
  const heads = [words.day, words.down, words.up, words.idle, words.full];
  return html`<table class="claims"><thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>${days.map(
    ({ day, down, up, idle, loaded }) =>
      html`<tr><th scope="row">${day.split('-').reverse().join('/')}</th>${cell(down, 'bps')}${cell(up, 'bps')}${cell(idle, 's')}${cell(loaded, 's')}</tr>
`,
  )}</tbody></table>`;
}
