import { html, type Insertable, type Markup } from '../../kit/html.ts';
import { sayNumber, saySize } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { days } from '../../kit/units.ts';
import type { HealthView } from '../health/health-view.ts';
import { worst } from '../health/readiness.ts';
import { accessTable } from './access-parts.ts';
import { type HealthSentence, healthSentences, inBoth } from './health-sentences.ts';
import { layout } from './layout.ts';
import { teller, timeMark } from './marks.ts';
import { minutesChart } from './minutes-chart.ts';
import type { PageContext } from './page-request.ts';
import {
  agentsSentence,
  flowSentence,
  fullSentence,
  healthWords,
  lagSentence,
  roomSentence,
} from './words/health.ts';

/** How the collector itself is: first in sentences, then in figures. */
export function healthPage(view: HealthView, context: PageContext): Markup {
  const say = teller(context);
  const title = say(healthWords.title);
  const main = html`<h1>${title}</h1>
${standing(view, context)}
<section aria-labelledby="batches"><h2 id="batches">${say(healthWords.batches)}</h2>
${flow(view, context)}
${work(view, context)}
</section>
${webhooks(view, context)}
<section aria-labelledby="store"><h2 id="store">${say(healthWords.store)}</h2>
${storage(view, context)}
</section>
<section aria-labelledby="program"><h2 id="program">${say(healthWords.program)}</h2>
${facts([
  [say(healthWords.started), timeMark(view.startedAt, context)],
  [say(healthWords.version), context.version],
  ['Node.js', view.runtime.replace(/^Node /, '')],
])}
</section>`;
  return layout({ title, section: 'health', main }, context);
}

function standing(view: HealthView, context: PageContext): Markup {
  const say = teller(context);
  const sentences = healthSentences(view, context.now);
  if (sentences.length === 0) return html`<p class="v p">${say(healthWords.fine)}</p>`;
  const head =
    worst(view.standing) === 'fail'
      ? html`<p class="v f">${say(healthWords.broken)}</p>`
      : html`<p class="v p">${say(healthWords.running)}</p>`;
  return html`${head}
<ul class="incidents">${sentences.map((one) => sentence(one, context))}</ul>`;
}

function sentence(one: HealthSentence, context: PageContext): Markup {
  const say = teller(context);
  const { severity, since, detail, href } = one;
  const mark = severity === 'critical' ? 'v f' : 'v s';
  const what = say(one.what);
  return html`<li class="${severity}"><p><b class="${mark}">${href === undefined ? what : html`<a href="${href}">${what}</a>`}</b></p>
${since !== undefined && html`<p>${say(healthWords.since)} ${timeMark(since, context)}</p>`}
<p>${say(healthWords.todo)}: ${say(one.todo)}</p>
${detail !== undefined && html`<p class="quiet">${say(healthWords.detail)}: <code>${detail}</code></p>`}</li>
`;
}

function flow({ minutes }: HealthView, context: PageContext): Markup {
  const say = teller(context);
  const number = (value: number) => sayNumber(value, context.speech);
  const hour = minutes.reduce((sum, count) => sum + count, 0);
  const label = say(flowSentence(number(minutes.at(-1) ?? 0), number(hour)));
  return html`<p>${label}</p>
${minutesChart(minutes, `${say(healthWords.chart)}. ${label}`)}
<p class="quiet">${say(healthWords.chart)}: ${say(healthWords.axis)}</p>`;
}

function work(view: HealthView, context: PageContext): Markup {
  const say = teller(context);
  const number = (value: number) => sayNumber(value, context.speech);
  const { agents, mails, lag, waitingLines } = view;
  return facts([
    [
      say(healthWords.lag),
      say(
        lag === undefined ? healthWords.noLag : lagSentence(inBoth(lag.median), inBoth(lag.worst)),
      ),
    ],
    [
      say(healthWords.agents),
      say(agentsSentence(number(agents.heard), number(agents.silent), number(agents.never))),
    ],
    [say(healthWords.inHand), number(view.inHand)],
    ...(waitingLines === undefined
      ? []
      : [[say(healthWords.waiting), number(waitingLines)] as const]),
    [say(healthWords.refused), html`<a href="/dead-letters">${number(view.refusedLately)}</a>`],
    [say(healthWords.mails), html`<a href="/mails">${number(mails.queued)}</a>`],
    [say(healthWords.mailsFailed), number(mails.failed)],
  ]);
}

/** How each other program takes what it is told; nothing where the config names none. */
function webhooks({ webhooks: hooks }: HealthView, context: PageContext): Markup | false {
  if (hooks.length === 0) return false;
  const say = teller(context);
  const number = (value: number) => sayNumber(value, context.speech);
  const { webhook: none } = healthWords;
  const table = accessTable(
    {
      ...{ caption: healthWords.webhooks, none, rows: hooks },
      columns: [
        { head: healthWords.webhook, cell: ({ hook }) => hook },
        { head: healthWords.callsQueued, cell: ({ queued }) => number(queued) },
        { head: healthWords.callsSent, cell: ({ sent }) => number(sent) },
        { head: healthWords.callsFailed, cell: ({ failed }) => number(failed) },
        { head: healthWords.lastCall, cell: ({ lastSentAt }) => timeMark(lastSentAt, context) },
        { head: healthWords.lastMiss, cell: ({ error }) => error ?? '–' },
      ],
    },
    context,
  );
  return html`<section aria-labelledby="webhooks"><h2 id="webhooks">${say(healthWords.webhooks)}</h2>
${table}
</section>`;
}

function storage(view: HealthView, context: PageContext): Markup {
  const say = teller(context);
  const size = (bytes: number) => saySize(bytes, context.speech);
  const { files, room, growth, fullIn, lastBackup } = view;
  return facts([
    [
      say(healthWords.files),
      html`${files
        .filter(({ bytes }) => bytes > 0)
        .map(({ name, bytes }) => html`<code>${name}</code> ${size(bytes)}<br>`)}`,
    ],
    ...(room === undefined
      ? []
      : [
          [
            say(healthWords.free),
            say(roomSentence(size(room.freeBytes), size(room.sizeBytes))),
          ] as const,
        ]),
    [say(healthWords.growth), growth === undefined ? say(healthWords.noGrowth) : size(growth)],
    [say(healthWords.full), say(fullWords(fullIn))],
    ...(lastBackup === undefined
      ? []
      : [
          [
            say(healthWords.backup),
            lastBackup === 'none' ? say(healthWords.noBackup) : timeMark(lastBackup, context),
          ] as const,
        ]),
  ]);
}

function fullWords(span: HealthView['fullIn']): Text {
  if (span === undefined) return healthWords.notSoon;
  return span > days(365) ? healthWords.fullLater : fullSentence(inBoth(span));
}

const facts = (pairs: readonly (readonly [name: string, value: Insertable])[]): Markup =>
  html`<dl class="facts">
${pairs.map(
  ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
)}</dl>`;
