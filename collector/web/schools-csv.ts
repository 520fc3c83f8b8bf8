import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { Group } from '../../standards/criterion.ts';
import type { LevelSummary } from '../../standards/finding.ts';
import { sayMeasured, sayVerdict } from '../../standards/say-finding.ts';
import type { ReadinessRow } from '../report/views.ts';
import { csvText } from './csv.ts';
import { exportWords } from './words/export.ts';
import { groups, levels } from './words/frame.ts';

/** The table of schools as it stands on the page, all of its pages; verdicts in words, counts apart. */
export function schoolsCsv(rows: readonly ReadinessRow[], speech: Speech): string {
  const say = (text: Text) => text[speech.language];
  const headsOf = (name: string) => [
    name,
    `${name}: ${say(exportWords.passed)}`,
    `${name}: ${say(exportWords.applicable)}`,
  ];
  const heads = [
    say(exportWords.id),
    say(exportWords.school),
    say(exportWords.unit),
    say(exportWords.simulated),
    say(exportWords.lastSeen),
    ...headsOf(`${say(exportWords.level)} ${say(levels.basic)}`),
    ...Group.options.flatMap((group) => headsOf(say(groups[group]))),
    ...headsOf(`${say(exportWords.level)} ${say(levels.advanced)}`),
    say(exportWords.openIncidents),
  ];
  const cells = (summary: LevelSummary) => [
    sayVerdict(summary.verdict, speech),
    summary.pass,
    summary.pass + summary.fail + summary.unknown,
  ];
  const body = rows.map((row) => [
    row.id,
    row.name,
    row.unit?.name ?? '',
    sayMeasured(row.simulated, '1', speech),
    row.lastSeen === undefined ? '' : new Date(row.lastSeen).toISOString(),
    ...cells(row.basic),
    ...Group.options.flatMap((group) => cells(row.groups[group])),
    ...cells(row.advanced),
    row.openIncidents,
  ]);
  return csvText([heads, ...body]);
}
