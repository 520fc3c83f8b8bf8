import type { Ms } from '../../kit/units.ts';
import type { Found } from './check.ts';
import type { Lags } from './lags.ts';
import type { Ledger } from './ledger.ts';

export interface Standing {
  readonly ledger: Ledger;
  readonly schools: number;
  readonly elapsed: Ms;
  /** Of all schools together. */
  readonly outageLeft: Ms;
  readonly lateSpans: number;
  readonly rssBytes: number;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');
const seconds = (span: number): string => `${(span / 1_000).toFixed(1)} s`;

/** One line of progress: what came in since the line before, and what waits. */
export function progressLine(standing: Standing, since: { lags: Lags; lines: number; span: Ms }) {
  const { ledger, elapsed, outageLeft, lateSpans, rssBytes } = standing;
  const { lags, lines, span } = since;
  const parts = [
    `${seconds(elapsed).padStart(8)}`,
    `lô/batches ${count(ledger.acknowledged.batches)}`,
    `dòng/lines ${count(ledger.acknowledged.lines)} (${count(lines / (span / 1_000))}/s)`,
    `trễ/lag p50 ${seconds(lags.quantile(0.5))} p95 ${seconds(lags.quantile(0.95))} max ${seconds(lags.longest)}`,
    `tồn/backlog ${(outageLeft / 3_600_000).toFixed(1)} h, ${count(lateSpans)}`,
    `gửi lại/missed ${count(missedOf(ledger))}`,
    `RSS ${count(rssBytes / 1e6)} MB`,
  ];
  return parts.join(' · ');
}

const missedOf = ({ missed }: Ledger): number => missed.wait + missed.retry + missed.token_refused;

export interface Ending extends Standing {
  readonly found: Found;
  readonly checked: number;
  readonly unseen: readonly string[];
}

/** What must be nought at the end, by name. */
export function failuresOf({ ledger, found, unseen }: Ending): Readonly<Record<string, number>> {
  const counts = {
    acknowledged_missing: found.missing,
    changed: found.changed,
    never_sent: found.unknown,
    latest_stale: found.stale,
    stored_twice: ledger.storedTwice,
    schools_unseen: unseen.length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, times]) => times > 0));
}

/** The account as one JSON document; spans in seconds. */
export function accountOf(ending: Ending) {
  const { ledger, found } = ending;
  const inSeconds = (span: number) => Math.round(span / 10) / 100;
  return {
    schools: ending.schools,
    ran_s: inSeconds(ending.elapsed),
    sent_batches: ledger.sent,
    acknowledged: ledger.acknowledged,
    lines_per_s: Math.round(ledger.acknowledged.lines / (ending.elapsed / 1_000)),
    refused: ledger.refused,
    replayed: ledger.replayed,
    known_before: ledger.knownBefore,
    missed: ledger.missed,
    live_lag_s: {
      p50: inSeconds(ledger.lags.quantile(0.5)),
      p95: inSeconds(ledger.lags.quantile(0.95)),
      max: inSeconds(ledger.lags.longest),
    },
    backlog_left_h: Math.round(ending.outageLeft / 36_000) / 100,
    late_batches_left: ending.lateSpans,
    rss_mb: Math.round(ending.rssBytes / 1e6),
    checked_schools: ending.checked,
    found,
    problems: Object.fromEntries([...ledger.problems].slice(0, 10)),
    failures: failuresOf(ending),
  };
}

/** The same for people. */
export function accountText(ending: Ending): string {
  const { ledger, found, checked } = ending;
  const { acknowledged, lags } = ledger;
  const failures = Object.entries(failuresOf(ending)).map(([name, times]) => `${name} ${times}`);
  const lag = (share: number): string => seconds(lags.quantile(share));
  const lines = [
    `Đã gửi / sent: ${count(ledger.sent)} lô / batches; đã nhận / acknowledged: ${count(acknowledged.batches)} lô / batches, ${count(acknowledged.lines)} dòng / lines`,
    `Mới / live ${count(acknowledged.live)}, gửi muộn / late ${count(acknowledged.late)}, tồn / backlog ${count(acknowledged.outage)} dòng / lines`,
    `Bị từ chối / refused: ${count(ledger.refused.batches)} lô / batches, ${count(ledger.refused.lines)} dòng / lines`,
    `Gửi lặp được nhận ra / replays known: ${count(ledger.replayed)}; phải gửi lại / missed: ${count(missedOf(ledger))}`,
    `Độ trễ số liệu mới / live lag: p50 ${lag(0.5)}, p95 ${lag(0.95)}, max ${seconds(lags.longest)}`,
    `Đọc lại / read back: ${checked} trường / schools, ${count(found.points)} điểm / points, ${count(found.latest)} giá trị mới nhất / newest facts`,
    failures.length === 0
      ? 'Không mất gì / nothing lost'
      : `SAI LỆCH / WRONG: ${failures.join(', ')}`,
    ...[...ledger.problems].slice(0, 5).map(([problem, times]) => `  ${times} × ${problem}`),
  ];
  return `${lines.join('\n')}\n`;
}
