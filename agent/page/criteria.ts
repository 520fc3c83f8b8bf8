import { html, type Markup } from '../../kit/html.ts';
import type { Finding, Verdict } from '../../standards/finding.ts';
import { sayLevel, sayObserved, sayUnknown, sayVerdict } from '../../standards/say-finding.ts';
import { anchorOf, type Drawing, doubtMark, speechOf } from './marks.ts';
import { GROUP_WORDS, GROUPS, SIGNS, WORDS } from './words.ts';

/** What is to be mended stands first. */
const ORDER: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not_applicable'];

/** The school's criteria, a closed part a group with its counts; a link to a row opens its part. */
export function criteria(drawing: Drawing): Markup {
  const { state, language } = drawing;
  const ofSchool = state.findings
    .filter(({ device }) => device === undefined)
    .toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  if (ofSchool.length === 0) return html`<p>${WORDS.noFindings[language]}</p>`;
  const byGroup = Map.groupBy(ofSchool, ({ group }) => group);
  return html`${GROUPS.map((group) => {
    const findings = byGroup.get(group) ?? [];
    return findings.length > 0 && groupPart(GROUP_WORDS[group][language], findings, drawing);
  })}`;
}

function groupPart(name: string, findings: readonly Finding[], drawing: Drawing): Markup {
  const { language } = drawing;
  const counts = ORDER.map((verdict) => {
    const count = findings.filter((finding) => finding.verdict === verdict).length;
    return (
      count > 0 &&
      html` <span class="count ${verdict}">${SIGNS[verdict]} ${sayVerdict(verdict, { language })} ${count}</span>`
    );
  });
  const heads = ['criterion', 'observed', 'required', 'verdict', 'source', 'remedy'] as const;
  return html`<details>
<summary><b>${name}</b>${counts}</summary>
<table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${WORDS[head][language]}</th>`)}</tr></thead>
<tbody>${findings.map((finding) => findingRow(finding, drawing))}</tbody>
</table>
</details>
`;
}

function findingRow(finding: Finding, drawing: Drawing): Markup {
  const { language } = drawing;
  const speech = speechOf(drawing);
  const { verdict, source, remedy, mandatory } = finding;
  const why = sayUnknown(finding, speech);
  const helps = verdict === 'fail' || verdict === 'unknown';
  const label = (name: 'observed' | 'required' | 'verdict' | 'source' | 'remedy'): string =>
    WORDS[name][language];
  return html`<tr id="${anchorOf(finding)}">
<th scope="row">${finding.name[language]}<br><span class="detail">${finding.criterion} · ${sayLevel(finding, speech)}${mandatory && html` · ${WORDS.mandatory[language]}`}</span></th>
<td data-label="${label('observed')}">${sayObserved(finding, speech)}${finding.says !== undefined && html`<br><span class="detail">${finding.says[language]}</span>`}</td>
<td data-label="${label('required')}">${finding.required[language]}</td>
<td data-label="${label('verdict')}"><span class="${verdict}">${SIGNS[verdict]} ${sayVerdict(verdict, speech)}</span>${why !== undefined && html`<br><span class="detail">${why}</span>`}</td>
<td data-label="${label('source')}">${source.document}, ${source.clause}${doubtMark(finding, drawing)}</td>
<td class="wide" data-label="${label('remedy')}">${helps && remedy[language]}</td>
</tr>
`;
}
