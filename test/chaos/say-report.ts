import type { Report } from './run.ts';

const SHOWN = 10;

/** A run as lines a person reads; with its timeline where something is wrong. */
export function sayReport(report: Report): string {
  const { arm, seed, faults, ids, agentFacts, verdict, agent, tookS } = report;
  const figures = [
    `${report.isClean ? '✓' : '✕'} ${arm}: ${faults} faults of seed ${seed} in ${tookS.toFixed(0)} s`,
    `  ids: ${ids.claimed} claimed, ${ids.acknowledged} acknowledged, ${ids.refused} refused for a clock that was off, ${ids.poison} poison lines`,
    `  acknowledged lost ${verdict.lost.length}, twice ${verdict.twice.length}, unknown ${verdict.unknown.length}, mismatched ${verdict.mismatched.length}, wrongly refused ${verdict.wronglyRefused.length}, poison astray ${verdict.poisonAstray.length}`,
    `  the agent's: ${agentFacts.owed} owed, lost ${agent.lost.length}, twice ${agent.twice.length}, lost with a damaged file or a full disk ${agentFacts.excused}`,
    `  faults: ${[...report.byKind].map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
  ];
  if (report.isClean) return figures.join('\n');
  const found = Object.entries({ ...verdict, agentLost: agent.lost, agentTwice: agent.twice });
  const wrong = [...found, ['troubles', report.troubles] as const]
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `  ${what}: ${names.slice(0, SHOWN).join('; ')}`);
  return [...figures, ...wrong, `  folder: ${report.folder}`, ...report.timeline].join('\n');
}
