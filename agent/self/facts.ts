import type { EpochMs } from '../../kit/units.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import type { ConfiguredDevice } from '../probes/probe.ts';

/** What the agent knows of itself at one moment. */
export interface SelfReading {
  readonly version: string;
  readonly startedAt: EpochMs;
  readonly clockOffsetS: number | undefined;
  readonly rssBytes: number;
  readonly spool: { readonly batches: number; readonly bytes: number; readonly dropped: number };
  readonly latePasses: number;
  /** Undefined where no labs are configured. */
  readonly refusedReports: number | undefined;
  readonly slowest: { readonly target: string; readonly tookS: number } | undefined;
}

export function agentFact(agent: string, reading: SelfReading, at: EpochMs): Fact {
  const { clockOffsetS, slowest, refusedReports } = reading;
  return {
    measurement: 'agent',
    tags: { device: agent },
    fields: {
      version: reading.version,
      started_at_s: reading.startedAt / 1_000,
      ...(clockOffsetS === undefined ? {} : { clock_offset_s: clockOffsetS }),
      rss_bytes: reading.rssBytes,
      spool_batches: reading.spool.batches,
      spool_bytes: reading.spool.bytes,
      spool_dropped: reading.spool.dropped,
      late_probes: reading.latePasses,
      ...(refusedReports === undefined ? {} : { refused_reports: refusedReports }),
      ...(slowest === undefined
        ? {}
        : { slowest_target: slowest.target, slowest_s: slowest.tookS }),
    },
    at,
  };
}

/** The inventory: one fact a configured device. */
export function deviceFacts(
  devices: readonly ConfiguredDevice[],
  simulated: boolean,
  at: EpochMs,
): readonly Fact[] {
  return devices.map(({ id, kind, name, room, zone, address, behind, every }) => ({
    measurement: 'device',
    tags: { device: id, kind },
    fields: {
      name,
      ...(room === undefined ? {} : { room }),
      ...(zone === undefined ? {} : { zone }),
      ...(address === undefined ? {} : { address }),
      ...(behind === undefined ? {} : { behind }),
      simulated,
      cadence_s: every / 1_000,
    },
    at,
  }));
}

export function declarationFacts(
  declarations: Readonly<Record<string, FieldValue>>,
  at: EpochMs,
): readonly Fact[] {
  return Object.entries(declarations).map(([name, value]) => ({
    measurement: 'declaration',
    tags: { name },
    fields: declared(value),
    at,
  }));
}

function declared(value: FieldValue): Fact['fields'] {
  if (typeof value === 'number') return { number: value };
  return typeof value === 'boolean' ? { yes: value } : { text: value };
}
