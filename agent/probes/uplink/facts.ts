import type { EpochMs } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { type PingMethod, type Rounds, summarize } from '../../dial/rounds.ts';
import type { BandwidthTest, Direction } from './bandwidth.ts';
import type { Bottleneck } from './bottleneck.ts';
import type { LineMeasurement } from './line.ts';
import type { LossDay } from './loss-day.ts';
import type { UplinkOptions } from './options.ts';

export function pingFact(
  series: { readonly device: string; readonly target: string; readonly method: PingMethod },
  { rounds, day }: { readonly rounds: Rounds; readonly day?: LossDay | undefined },
  at: EpochMs,
): Fact {
  const { sent, lossRatio, answered } = summarize(rounds);
  const fields: Record<string, FieldValue> = {
    up: answered !== undefined,
    sent,
    loss_ratio: lossRatio,
    method: series.method,
  };
  if (answered !== undefined) {
    fields['latency_s'] = answered.meanS;
    fields['latency_min_s'] = answered.minS;
    fields['latency_max_s'] = answered.maxS;
    if (answered.jitterS !== undefined) fields['jitter_s'] = answered.jitterS;
  } else fields['error'] = rounds.error ?? 'no answer';
  if (day !== undefined) {
    fields['day_sent'] = day.sent;
    fields['day_loss_ratio'] = day.ratio;
    fields['day_loss_low_ratio'] = day.low;
    fields['day_loss_high_ratio'] = day.high;
  }
  const tags = { device: series.device, target: series.target };
  return { measurement: 'uplink_ping', tags, fields, at };
}

/**
 * A rate that something else than the line held down is told as a floor: the line carries at least that. A direction without
 * a rate has no field of that name; the error says why.
 */
export function bandwidthFact(
  device: string,
  { line, bottleneck }: { readonly line: LineMeasurement; readonly bottleneck: Bottleneck },
  at: EpochMs,
): Fact {
  const { down, up, loadedDown, loadedUp } = line;
  const isLine = bottleneck.where === 'line' || bottleneck.where === 'unknown';
  const rate = (direction: Direction, name: 'down' | 'up') =>
    direction.rate.ok ? [[`${name}${isLine ? '' : '_floor'}_bps`, direction.rate.value]] : [];
  const fields: Record<string, FieldValue> = {
    ...Object.fromEntries([...rate(down, 'down'), ...rate(up, 'up')]),
    down_bytes: down.bytes,
    up_bytes: up.bytes,
    duration_s: line.seconds,
    method: down.method ?? up.method ?? 'none',
    bottleneck: bottleneck.where,
    bottleneck_why: bottleneck.why.en,
    agent_busy_ratio: Math.max(down.agentBusy, up.agentBusy),
  };
  if (loadedDown !== undefined) fields['loaded_down_s'] = loadedDown / 1_000;
  if (loadedUp !== undefined) fields['loaded_up_s'] = loadedUp / 1_000;
  const error = bandwidthError(line);
  if (error !== undefined) fields['error'] = error;
  return { measurement: 'uplink_bandwidth', tags: { device }, fields, at };
}

function bandwidthError({ down, up }: BandwidthTest): string | undefined {
  const errors = [
    ...(down.rate.ok ? [] : [`down: ${down.rate.problem}`]),
    ...(up.rate.ok ? [] : [`up: ${up.rate.problem}`]),
  ];
  return errors.length === 0 ? undefined : errors.join('; ');
}

/** What the contract states, declared under the names the criteria read. */
export function contractFacts(
  contract: NonNullable<UplinkOptions['contract']>,
  at: EpochMs,
): readonly Fact[] {
  const declare = (name: string, number: number): Fact => ({
    measurement: 'declaration',
    tags: { name },
    fields: { number },
    at,
  });
  return [declare('contract_down_bps', contract.down), declare('contract_up_bps', contract.up)];
}
