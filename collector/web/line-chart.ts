import { html, type Markup } from '../../kit/html.ts';

/** One line of a chart: a value for each day, undefined where there is none. */
export interface Series {
  readonly name: string;
  /** Its class in the style sheet; lines differ by dashes too, not by colour alone. */
  readonly kind: 'one' | 'two';
  readonly values: readonly (number | undefined)[];
}

export interface Chart {
  /** What the picture says, for whoever doesn't see it. */
  readonly label: string;
  readonly series: readonly Series[];
  /** A level to stay above, such as the contract. */
  readonly levels: readonly { readonly name: string; readonly value: number }[];
  /** `25/11`, one a value. */
  readonly days: readonly string[];
  readonly say: (value: number) => string;
}

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 96;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 28;

/** A picture of days: lines that break where nothing was measured, a dashed level, and two marks on each axis. */
export function lineChart(chart: Chart): Markup | false {
  const values = chart.series.flatMap(({ values: all }) => all.filter((one) => one !== undefined));
  if (values.length === 0) return false;
  const most = niceAbove(Math.max(...values, ...chart.levels.map(({ value }) => value)));
  const count = chart.days.length;
  const x = (at: number): number =>
    LEFT + (count <= 1 ? 0 : (at * (WIDTH - LEFT - RIGHT)) / (count - 1));
  const y = (value: number): number => HEIGHT - BOTTOM - (value * (HEIGHT - TOP - BOTTOM)) / most;
  const axis = [0, most / 2, most].map(
    (value) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"/><text x="${LEFT - 8}" y="${round(y(value) + 5)}" text-anchor="end">${chart.say(value)}</text>`,
  );
  const levels = chart.levels.map(
    ({ name, value }) =>
      html`<line class="level" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"><title>${name}: ${chart.say(value)}</title></line>`,
  );
  return html`<svg class="chart" role="img" aria-label="${chart.label}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
${axis}${levels}${chart.series.map((series) => drawn(series, { x, y }, chart))}
<text x="${LEFT}" y="${HEIGHT - 8}">${chart.days[0] ?? ''}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${chart.days.at(-1) ?? ''}</text>
</svg>
<p class="legend">${chart.series.map(({ name, kind }) => html`<span class="${kind}">${name}</span> `)}${chart.levels.length > 0 && html`<span class="level">${[...new Set(chart.levels.map(({ name }) => name))].join(', ')}</span>`}</p>`;
}

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function drawn({ name, kind, values }: Series, { x, y }: Scale, chart: Chart): Markup {
  const points = values.flatMap((value, at) =>
    value === undefined ? [] : [{ at, value, x: round(x(at)), y: round(y(value)) }],
  );
  const runs: (typeof points)[] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1)?.at === point.at - 1) last.push(point);
    else runs.push([point]);
  }
  return html`${runs.map((run) => html`<polyline class="${kind}" points="${run.map((point) => `${point.x},${point.y}`).join(' ')}"/>`)}${points.map(
    (point) =>
      html`<circle class="${kind}" cx="${point.x}" cy="${point.y}" r="3"><title>${chart.days[point.at] ?? ''} · ${name}: ${chart.say(point.value)}</title></circle>`,
  )}`;
}

/** The next of 1, 2, 5 × 10ⁿ, so that the axis has figures people read at once. */
export function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

const round = (value: number): number => Math.round(value * 10) / 10;
