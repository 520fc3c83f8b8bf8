import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import type { AuditLine } from '../access/audit.ts';
import { DEEDS } from '../access/audit.ts';
import { accessLayout, accessTable } from './access-parts.ts';
import { queryText } from './address.ts';
import { csvText } from './csv.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { accessWords } from './words/access.ts';
import { roleNames } from './words/account.ts';
import { auditWords, deeds } from './words/audit.ts';
import { frame } from './words/frame.ts';

/** The log, filtered and by pages: what is asked for stands in the address. */
export function auditPage(
  { lines, older }: { readonly lines: readonly AuditLine[]; readonly older: number | undefined },
  context: PageContext,
): Markup {
  const say = teller(context);
  const { before, ...filter } = context.query;
  const main = html`<p>${say(auditWords.lead)}</p>
${filterForm(context)}
${linesTable(lines, context)}
<p class="pager">${before !== undefined && html`<a href="/audit${queryText(filter)}">${say(auditWords.newest)}</a>`}${older !== undefined && html`<a href="/audit${queryText({ ...filter, before: older })}">${say(auditWords.older)}</a>`}<a href="/audit.csv${queryText(filter)}">${say(frame.exportCsv)}</a></p>`;
  return accessLayout({ title: say(auditWords.title), tab: 'audit', main }, context);
}

function filterForm(context: PageContext): Markup {
  const say = teller(context);
  const { q, deed, from, to } = context.query;
  return html`<form class="filters" method="get" role="search">
<label>${say(auditWords.words)}<input name="q" value="${q}" maxlength="100"></label>
<label>${say(auditWords.deed)}<select name="deed"><option value="">${say(auditWords.all)}</option>${DEEDS.map((one) => html`<option value="${one}"${one === deed && html` selected`}>${say(deeds[one])}</option>`)}</select></label>
<label>${say(auditWords.from)}<input name="from" type="date" value="${from}"></label>
<label>${say(auditWords.to)}<input name="to" type="date" value="${to}"></label>
<p class="buttons"><button class="plain">${say(accessWords.show)}</button></p>
</form>`;
}

function linesTable(lines: readonly AuditLine[], context: PageContext): Markup {
  const { caption, none, at, who, deed, subject, detail, address } = auditWords;
  return accessTable<AuditLine>(
    {
      ...{ caption, none, rows: lines },
      columns: [
        { head: at, cell: (line) => timeMark(line.at, context) },
        { head: who, cell: (line) => line.who || '–' },
        { head: deed, cell: (line) => sayDeed(line, context) },
        { head: subject, cell: (line) => subjectOf(line) },
        { head: detail, cell: (line) => sayDetail(line, context) || '–' },
        { head: address, cell: (line) => line.address || '–' },
      ],
    },
    context,
  );
}

function subjectOf({ subject, unit }: AuditLine): Markup {
  const isInside = unit !== undefined && !subject.startsWith(unit);
  return html`${subject || '–'}${isInside && html`<small>${unit}</small>`}`;
}

function sayDeed({ deed }: AuditLine, context: Pick<PageContext, 'speech'>): string {
  const known = DEEDS.find((one) => one === deed);
  // Written by a version that had other words for its deeds.
  return known === undefined ? deed : teller(context)(deeds[known]);
}

/** Places of people and tokens are kept as `officer cho-quan`. */
function sayDetail({ deed, detail }: AuditLine, context: Pick<PageContext, 'speech'>): string {
  if (!/^(user|token)_/.test(deed)) return detail;
  return detail.replace(/(?<=^|→ )(admin|officer|school)(?= |$)/g, (role) =>
    role === 'admin' || role === 'officer' || role === 'school'
      ? teller(context)(roleNames[role])
      : role,
  );
}

export function auditCsv(
  lines: readonly AuditLine[],
  context: Pick<PageContext, 'speech'>,
): string {
  const say = teller(context);
  const { at, who, deed, subject, detail, address } = auditWords;
  return csvText([
    [at, who, deed, subject, accessWords.unit, detail, address].map(say),
    ...lines.map((line) => [
      ...[sayStamp(line.at, context.speech), line.who, sayDeed(line, context), line.subject],
      ...[line.unit ?? '', sayDetail(line, context), line.address],
    ]),
  ]);
}
