import { sayNumber } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import { sayFindings, sayRemedies } from '../say-findings.ts';
import { section } from '../say-section.ts';
import type { Inspection } from './inspection.ts';
import { explainError } from './words.ts';

type Row = readonly string[];

/** The inspection for a person at a terminal. */
export function sayInspection(inspection: Inspection, language: Language): string {
  const { address, reachable, version, interfaces, findings, errors } = inspection;
  const parts = [
    `${address}: ${(reachable ? ANSWERS : SILENT)[language]}${reachable ? ` (SNMP v${version})` : ''}`,
    section(DEVICE[language], deviceRows(inspection, language)),
    section(
      PORTS[language],
      interfaces.map((port) => portRow(port, language)),
    ),
    section(FINDINGS[language], sayFindings(findings, language)),
    section(TO_DO[language], sayRemedies(findings, language)),
    section(
      PROBLEMS[language],
      errors.map((error) => [explainError(error)[language], error]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const ANSWERS: Text = { vi: 'thiết bị trả lời', en: 'the device answers' };
const SILENT: Text = { vi: 'không đọc được', en: 'could not be read' };
const DEVICE: Text = { vi: 'Thiết bị', en: 'Device' };
const PORTS: Text = { vi: 'Cổng mạng', en: 'Interfaces' };
const FINDINGS: Text = { vi: 'Kết quả', en: 'Findings' };
const TO_DO: Text = { vi: 'Cần làm', en: 'To do' };
const PROBLEMS: Text = { vi: 'Vướng mắc', en: 'Problems' };

function deviceRows({ system, machine }: Inspection, language: Language): readonly Row[] {
  const sized = (bytes: number | null): string | undefined =>
    bytes === null ? undefined : `${sayNumber(bytes / 1024 ** 3, { language })} GiB`;
  const os = [machine.os.name, machine.os.version].filter(Boolean).join(' ');
  const model = [machine.manufacturer, machine.model, machine.serial].filter(Boolean).join(' ');
  const rows: readonly (readonly [Text, string | undefined])[] = [
    [{ vi: 'tên', en: 'name' }, system.name],
    [{ vi: 'hệ điều hành', en: 'system' }, os],
    [{ vi: 'kiểu máy', en: 'model' }, model],
    [{ vi: 'số nhân', en: 'processors' }, machine.cpu_cores?.toString()],
    [{ vi: 'bộ nhớ', en: 'memory' }, sized(machine.memory_bytes)],
    ...machine.disks.map((disk) => [DISK, `${disk.name} ${sized(disk.size_bytes)}`] as const),
    [{ vi: 'phần mềm đã cài', en: 'software installed' }, machine.software_count?.toString()],
    [{ vi: 'máy in', en: 'printer' }, machine.printer && sayPrinter(machine.printer, language)],
    [{ vi: 'bộ lưu điện', en: 'UPS' }, machine.ups && sayUps(machine.ups, language)],
  ];
  return rows.flatMap(([label, value]) => (value ? [[label[language], value]] : []));
}

const DISK: Text = { vi: 'đĩa', en: 'disk' };

const share = (ratio: number, language: Language): string =>
  `${sayNumber(ratio * 100, { language })} %`;

function sayPrinter(
  { state, supplies, alerts }: NonNullable<Inspection['machine']['printer']>,
  language: Language,
): string {
  const left = supplies.map(({ name, ratio }) => `${name} ${share(ratio, language)}`);
  return [PRINTER_STATES[state][language], ...left, ...alerts].join('; ');
}

const PRINTER_STATES = {
  idle: { vi: 'sẵn sàng', en: 'idle' },
  printing: { vi: 'đang in', en: 'printing' },
  warmup: { vi: 'đang khởi động', en: 'warming up' },
  other: { vi: 'có vướng mắc', en: 'needs attention' },
  unknown: { vi: 'không rõ', en: 'unknown' },
} as const;

function sayUps(
  { source, battery_ratio, runtime_s }: NonNullable<Inspection['machine']['ups']>,
  language: Language,
): string {
  const battery =
    battery_ratio === undefined
      ? []
      : [`${{ vi: 'ắc quy', en: 'battery' }[language]} ${share(battery_ratio, language)}`];
  const lasts =
    runtime_s === undefined
      ? []
      : [`${sayNumber(runtime_s / 60, { language })} ${{ vi: 'phút', en: 'min' }[language]}`];
  return [UPS_SOURCES[source][language], ...battery, ...lasts].join('; ');
}

const UPS_SOURCES = {
  mains: { vi: 'điện lưới', en: 'mains' },
  battery: { vi: 'đang dùng ắc quy', en: 'on battery' },
  bypass: { vi: 'đi thẳng, không qua ắc quy', en: 'bypass' },
  none: { vi: 'không có điện ra', en: 'no output' },
  other: { vi: 'nguồn khác', en: 'another source' },
} as const;

function portRow(port: Inspection['interfaces'][number], language: Language): Row {
  const speed =
    port.speed_bps === undefined ? '' : `${sayNumber(port.speed_bps / 1e6, { language })} Mbit/s`;
  const heard = port.heard ?? 0;
  return [
    port.name,
    (port.up ? UP : DOWN)[language],
    [speed, port.duplex === 'half' ? HALF[language] : ''].filter(Boolean).join(' '),
    port.neighbour ?? '',
    heard === 0 ? '' : `${heard} ${{ vi: 'thiết bị phía sau', en: 'devices behind' }[language]}`,
  ];
}

const UP: Text = { vi: '✓ hoạt động', en: '✓ up' };
const DOWN: Text = { vi: '– không', en: '– down' };
const HALF: Text = { vi: 'bán song công', en: 'half duplex' };
