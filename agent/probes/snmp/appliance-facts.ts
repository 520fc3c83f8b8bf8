import type { EpochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { type PrinterReading, present, type UpsReading } from './reading.ts';

const LONGEST_ALERTS = 200;

export function printerFacts(
  device: string,
  printer: PrinterReading | undefined,
  at: EpochMs,
): readonly Fact[] {
  if (printer === undefined) return [];
  const [lowest] = printer.supplies.toSorted((a, b) => a.ratio - b.ratio);
  const alerts = printer.alerts.join('; ').slice(0, LONGEST_ALERTS);
  const fields = present({
    up: true,
    state: printer.state,
    pages: printer.pages,
    supply_lowest_ratio: lowest?.ratio,
    supply_lowest: lowest?.name,
    alerts: alerts === '' ? undefined : alerts,
  });
  return [{ measurement: 'printer', tags: { device }, fields, at }];
}

export function upsFacts(
  device: string,
  ups: UpsReading | undefined,
  at: EpochMs,
): readonly Fact[] {
  if (ups === undefined) return [];
  const fields = present({
    up: true,
    source: ups.source,
    battery_state: ups.batteryState,
    battery_ratio: ups.batteryRatio,
    runtime_s: ups.runtimeS,
    load_ratio: ups.loadRatio,
  });
  return [{ measurement: 'ups', tags: { device }, fields, at }];
}
