import { expect, it } from 'vitest';
import { bytes, epochMs } from '../../kit/units.ts';
import { type HistoryHealth, NOTHING_WAITS } from '../history/history.ts';
import { historyMetrics } from './history-metrics.ts';

const NOW = epochMs(1_795_000_000_000);
const figures = (health: HistoryHealth) =>
  Object.fromEntries(historyMetrics(health, NOW).map(({ name, value }) => [name, value]));

it('a history without a server shows noughts', () => {
  expect(new Set(Object.values(figures(NOTHING_WAITS)))).toEqual(new Set([0]));
});

it('shows what waits, since when, and why', () => {
  const oldest = epochMs(NOW - 90_500);
  const problem = { kind: 'stopped', reason: '401', since: oldest } as const;
  const health = { waitingLines: 7, waitingSize: bytes(700), oldest, full: true, problem };
  expect(figures(health)).toEqual({
    hatang_history_waiting_lines: 7,
    hatang_history_waiting_bytes: 700,
    hatang_history_waiting_age_seconds: 90.5,
    hatang_history_full: 1,
    hatang_history_server_away: 0,
    hatang_history_server_refuses: 1,
    hatang_history_server_drops: 0,
  });
});
