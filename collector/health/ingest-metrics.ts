import type { ThreadHealth } from '../ingest/thread-words.ts';
import type { Metric } from './metric.ts';

const COUNTED = [
  ['hatang_commits_total', 'Commits of facts; one holds many batches', 'commits'],
  ['hatang_batches_stored_total', 'Batches stored', 'batches'],
  ['hatang_lines_committed_total', 'Lines stored', 'lines'],
  ['hatang_lines_refused_total', 'Lines refused, each with its reason', 'refusedLines'],
  ['hatang_batches_replayed_total', 'Batches that were known already', 'replays'],
] as const;

/** What the thread that writes facts told last, and how many were told to come again. */
export function ingestMetrics(
  thread: ThreadHealth | undefined,
  gate: { readonly turnedAway: number },
): readonly Metric[] {
  const away: Metric = {
    name: 'hatang_batches_turned_away_total',
    help: 'Batches told to come again (429)',
    type: 'counter',
    value: gate.turnedAway,
  };
  if (thread === undefined) return [away];
  return [
    away,
    ...COUNTED.map(
      ([name, help, of]): Metric => ({ name, help, type: 'counter', value: thread[of] }),
    ),
    {
      name: 'hatang_slowest_commit_seconds',
      help: 'The slowest commit of the last second',
      type: 'gauge',
      value: thread.slowestCommitS,
    },
  ];
}
