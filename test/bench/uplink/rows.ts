import type { Result } from '../../../kit/result.ts';
import { DEFAULT_LINE } from '../../netlab/line.ts';
import { type Case, DIRECTIONS, type Direction, type Method, type Row } from './case.ts';
import type { Measured } from './hatang-door.ts';
import type { PeerSaid } from './peers-door.ts';

/** The line's true rate in a direction: what the slowest shaper lets through. */
export function shapedBps({ line }: Case, direction: Direction): number {
  const { downMbit, upMbit, portMbit } = { ...DEFAULT_LINE, ...line };
  const mbit = direction === 'down' ? downMbit : upMbit;
  return Math.min(mbit, portMbit ?? mbit) * 1e6;
}

export function hatangRows(
  each: Case,
  { run, busyShare }: { readonly run: number; readonly busyShare: number },
  measured: Result<Measured>,
): readonly Row[] {
  return DIRECTIONS.map((direction) => {
    const base = baseOf(each, run, { method: 'hatang', direction });
    if (!measured.ok) return { ...base, note: measured.problem };
    const report = measured.value;
    const { available_bps, capacity_bps, seconds, bytes } = report[direction];
    const loadedMs =
      report.latency[direction === 'down' ? 'loaded_down_ms' : 'loaded_up_ms'] ?? undefined;
    return {
      ...base,
      bps: available_bps ?? undefined,
      seconds,
      bytes,
      note: `${noteOf(each, report, direction)}${busyShare > 0.2 ? `, machine ${Math.round(busyShare * 100)} % busy before` : ''}`,
      hatang: {
        capacityBps: capacity_bps ?? undefined,
        loadedMs,
        bottleneck: report.bottleneck.where,
        wireBytes: report.wire[direction],
        busyShare,
        crossShare: each.crossShare,
        trueLoadedMs: trueLoadedMs(each),
      },
    };
  });
}

export function peerRow(
  each: Case,
  run: number,
  { method, direction, said }: { method: Method; direction: Direction; said: Result<PeerSaid> },
): Row {
  const base = baseOf(each, run, { method, direction });
  return said.ok ? { ...base, ...said.value } : { ...base, note: said.problem };
}

function baseOf(
  each: Case,
  run: number,
  { method, direction }: { method: Method; direction: Direction },
): Row {
  return {
    section: each.section,
    name: each.name,
    run,
    method,
    direction,
    shapedBps: shapedBps(each, direction),
    bps: undefined,
    seconds: 0,
    bytes: 0,
    note: '',
    hatang: undefined,
  };
}

/** A full queue's time on top of the empty line's round trip. */
function trueLoadedMs({ line }: Case): number {
  const { delayMs, queueMs } = { ...DEFAULT_LINE, ...line };
  return 2 * delayMs + queueMs;
}

function noteOf(each: Case, report: Measured, direction: Direction): string {
  const side = report[direction];
  const { loaded_down_ms, loaded_up_ms, idle_ms } = report.latency;
  const loaded = direction === 'down' ? loaded_down_ms : loaded_up_ms;
  const capacity =
    side.capacity_bps === null ? '' : `, link ${(side.capacity_bps / 1e6).toFixed(2)}`;
  const trip = `RTT ${say(idle_ms)} → ${say(loaded)} of ${trueLoadedMs(each)} ms`;
  const wire = `port ${(report.wire[direction] / 1e6).toFixed(2)} MB`;
  return `${side.error ?? side.method}${capacity}, ${trip}, ${wire}, ${report.bottleneck.where}`;
}

const say = (value: number | null): string => (value === null ? '–' : value.toFixed(0));
