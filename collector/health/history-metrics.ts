import type { EpochMs } from '../../kit/units.ts';
import type { HistoryHealth } from '../history/history.ts';
import type { Gauge } from './metric.ts';

/** What waits to be written to a database server, and what keeps it from being written. */
export function historyMetrics(health: HistoryHealth, now: EpochMs): readonly Gauge[] {
  const { waitingLines, waitingSize, oldest, full, problem } = health;
  const gauge = (name: string, help: string, value: number): Gauge => ({
    name: `hatang_history_${name}`,
    help,
    type: 'gauge',
    value,
  });
  const is = (kind: string): number => (problem?.kind === kind ? 1 : 0);
  return [
    gauge('waiting_lines', 'Lines acknowledged and not yet in the database server', waitingLines),
    gauge('waiting_bytes', 'What they take on disk', waitingSize),
    gauge(
      'waiting_age_seconds',
      'Age of the oldest of them',
      oldest === undefined ? 0 : Math.max(0, now - oldest) / 1_000,
    ),
    gauge('full', '1 while no more may wait', full ? 1 : 0),
    gauge('server_away', '1 while the database server is busy or does not answer', is('waiting')),
    gauge('server_refuses', '1 while a person must mend something there', is('stopped')),
    gauge('server_drops', '1 while it answers yes and drops lines', is('dropping')),
  ];
}
