import { html, type Markup } from '../../kit/html.ts';

const STEP = 12;
const WIDTH = 10;
const HEIGHT = 96;

/** Figures minute by minute as bars, oldest at the left. */
export function minutesChart(minutes: readonly number[], label: string): Markup {
  const most = Math.max(1, ...minutes);
  const width = minutes.length * STEP;
  const bars = minutes.map((value, at) => {
    const height = Math.round((value * HEIGHT) / most);
    return (
      height > 0 &&
      html`<rect class="one" x="${at * STEP}" y="${HEIGHT - height}" width="${WIDTH}" height="${height}"/>`
    );
  });
  return html`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${width} ${HEIGHT + 1}">
${bars}<line x1="0" x2="${width}" y1="${HEIGHT + 0.5}" y2="${HEIGHT + 0.5}"/>
</svg>`;
}
