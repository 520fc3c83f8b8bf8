import type { Report } from './run.ts';

const SHOWN = 10;

/** A run as lines a person reads; with its timeline where something is wrong. */
export function sayReport(report: Report): string {
  const { arm, plan, ids, verdict, agent } = report;
  const figures = [
    `${report.isClean ? '✓' : '✕'} ${arm}: ${plan.faults} faults of seed ${plan.seed} in ${report.tookS.toFixed(0)} s`,
    `  ids: ${ids.claimed} claimed, ${ids.acknowledged} acknowledged, ${ids.refused} refused for a clock that was off, ${ids.poison} poison lines`,
    `  acknowledged lost ${verdict.lost.length}, twice ${verdict.twice.length}, unknown ${verdict.unknown.length}, mismatched ${verdict.mismatched.length}, wrongly refused ${verdict.wronglyRefused.length}, poison astray ${verdict.poisonAstray.length}`,
    `  the agent's: ${report.agentOwed} owed, lost ${agent.lost.length}, twice ${agent.twice.length}; with a damaged file or a full disk ${agent.excused.length}, refused for a clock that was off ${agent.refused.length}`,
    `  fresh from every sender after ${report.freshAfterMs} ms`,
    `  faults: ${[...report.byKind].map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
  ];
  if (report.isClean) return figures.join('\n');
  const found = Object.entries({ ...verdict, agentLost: agent.lost, agentTwice: agent.twice });
  const wrong = [...found, ['troubles', report.troubles] as const]
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `  ${what}: ${names.slice(0, SHOWN).join('; ')}`);
  return [...figures, ...wrong, `  folder: ${report.folder}`, ...report.timeline].join('\n');
}
