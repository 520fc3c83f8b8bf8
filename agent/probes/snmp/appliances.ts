import type { UPS } from './oids.ts';
import {
  type Identity,
  type PrinterReading,
  present,
  type UpsReading,
  whole,
  words,
} from './reading.ts';
import type { SnmpValue } from './session.ts';

type Column = ReadonlyMap<string, SnmpValue>;

interface PrinterTables {
  readonly status: Column;
  readonly detectedErrors: Column;
  readonly lifeCount: Column;
  readonly descr: Column;
  readonly capacity: Column;
  readonly level: Column;
  readonly alert: Column;
}

/** hrPrinterStatus. Source: RFC 2790 §4. */
const PRINTER_STATES: Readonly<Record<number, PrinterReading['state']>> = {
  1: 'other',
  2: 'unknown',
  3: 'idle',
  4: 'printing',
  5: 'warmup',
};

/** Bits of hrPrinterDetectedErrorState, from the first bit of the first octet. Source: RFC 2790 §4. */
const DETECTED = [
  'low paper',
  'no paper',
  'low toner',
  'no toner',
  'door open',
  'jammed',
  'offline',
  'service requested',
  'input tray missing',
  'output tray missing',
  'marker supply missing',
  'output nearly full',
  'output full',
  'input tray empty',
  'overdue for maintenance',
] as const;

const MOST_ALERTS = 8;

export function printerOf(tables: PrinterTables): PrinterReading {
  const [status] = tables.status.values();
  const said = [...tables.alert.values()].flatMap((value) => words(value) ?? []);
  const alerts = said.length > 0 ? said : detected([...tables.detectedErrors.values()][0]);
  const pages = [...tables.lifeCount.values()].flatMap((value) => whole(value) ?? []);
  return {
    state: PRINTER_STATES[whole(status) ?? 2] ?? 'unknown',
    ...(pages.length === 0 ? {} : { pages: Math.max(...pages) }),
    supplies: suppliesOf(tables),
    alerts: alerts.slice(0, MOST_ALERTS),
  };
}

/** Negative levels mean "unknown" or "some is left": those supplies have no ratio. Source: RFC 3805 §6. */
function suppliesOf({ descr, capacity, level }: PrinterTables): PrinterReading['supplies'] {
  return [...level].flatMap(([index, value]) => {
    const [left, full] = [whole(value), whole(capacity.get(index))];
    if (left === undefined || full === undefined || full === 0) return [];
    return [{ name: words(descr.get(index)) ?? index, ratio: Math.min(1, left / full) }];
  });
}

function detected(value: SnmpValue): readonly string[] {
  if (!(value instanceof Uint8Array)) return [];
  return DETECTED.filter((_, bit) => ((value[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/** upsOutputSource: normal, booster and reducer all come from the mains. Source: RFC 1628 §2. */
const SOURCES: Readonly<Record<number, UpsReading['source']>> = {
  2: 'none',
  3: 'mains',
  4: 'bypass',
  5: 'battery',
  6: 'mains',
  7: 'mains',
};
const BATTERY_STATES: Readonly<Record<number, UpsReading['batteryState']>> = {
  2: 'normal',
  3: 'low',
  4: 'depleted',
};

type UpsValue = (name: keyof typeof UPS) => SnmpValue;

export function upsOf(read: UpsValue): UpsReading {
  const minutes = whole(read('minutesLeft'));
  const loads = (['load1', 'load2', 'load3'] as const).flatMap((line) => percent(read(line)));
  return {
    source: SOURCES[whole(read('outputSource')) ?? 0] ?? 'other',
    batteryState: BATTERY_STATES[whole(read('batteryStatus')) ?? 0] ?? 'unknown',
    ...present({
      batteryRatio: percent(read('chargePercent'))[0],
      runtimeS: minutes === undefined ? undefined : minutes * 60,
      loadRatio: loads.length === 0 ? undefined : Math.max(...loads),
    }),
  };
}

export const upsIdentity = (read: UpsValue): Identity =>
  present({ manufacturer: words(read('manufacturer')), model: words(read('model')) });

/** As a ratio; an overloaded UPS may say more than 100. */
function percent(value: SnmpValue): readonly number[] {
  const number = whole(value);
  return number === undefined || number > 200 ? [] : [number / 100];
}
