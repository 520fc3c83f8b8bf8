import type { EpochMs } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { type BandwidthTest, METHOD } from './bandwidth.ts';
import type { UplinkOptions } from './options.ts';
import { type Rounds, summarize } from './rounds.ts';

export type PingMethod = 'udp_echo' | 'tcp_connect';

export function pingFact(
  series: { readonly device: string; readonly target: string; readonly method: PingMethod },
  rounds: Rounds,
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
  const tags = { device: series.device, target: series.target };
  return { measurement: 'uplink_ping', tags, fields, at };
}

/** A direction without a rate has no field of that name: the error says why. */
export function bandwidthFact(device: string, { down, up }: BandwidthTest, at: EpochMs): Fact {
  const fields: Record<string, FieldValue> = {
    down_bytes: down.bytes,
    up_bytes: up.bytes,
    duration_s: down.seconds + up.seconds,
    method: METHOD,
  };
  if (down.rate.ok) fields['down_bps'] = down.rate.value;
  if (up.rate.ok) fields['up_bps'] = up.rate.value;
  const error = bandwidthError({ down, up });
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
