import { columns } from '../../kit/columns.ts';
import { saySpan } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { ms } from '../../kit/units.ts';
import type { Description } from './look/describe.ts';

type Row = readonly [Text, string | undefined];

/** Everything that is told, a line each, named in both languages; what could not be read has no line. */
export const sayDescription = (seen: Description): string =>
  columns([...identityRows(seen), ...systemRows(seen), ...partRows(seen)].flatMap(told));

const told = ([{ vi, en }, value]: Row): readonly (readonly string[])[] =>
  value === undefined || value === '' ? [] : [[`${vi} / ${en}`, value]];

const row = (vi: string, en: string, value: string | undefined): Row => [{ vi, en }, value];

const identityRows = (seen: Description): readonly Row[] => [
  row('Tên máy', 'Name', seen.name),
  row('Phòng', 'Room', seen.room),
  row('Hãng', 'Manufacturer', seen.manufacturer),
  row('Kiểu máy', 'Model', seen.model),
  row('Số sê-ri', 'Serial number', seen.serial),
  row('Mã phần cứng', 'Hardware id', seen.identity.uuid),
  row('Số sê-ri bo mạch', 'Board serial', seen.identity.board_serial),
  row('Địa chỉ MAC', 'MAC addresses', seen.identity.macs.join(', ')),
  row('Số sê-ri đĩa', 'Disk serials', seen.identity.disk_serials.join(', ')),
];

const systemRows = ({ os, ...seen }: Description): readonly Row[] => [
  row('Hệ điều hành', 'System', [os.name, os.version].filter(Boolean).join(' ')),
  row('Bản dựng', 'Build', os.build),
  row('Ấn bản', 'Edition', os.edition),
  row('Trình duyệt', 'Browsers', seen.browsers.map(sayNamed).join(', ')),
  row('Diệt virus', 'Antivirus', seen.antivirus && sayAntivirus(seen.antivirus)),
  row('Khởi động an toàn', 'Secure Boot', sayFlag(seen.secure_boot)),
  row('TPM', 'TPM', seen.tpm_version),
  row('Cài được Windows 11', 'Windows 11', seen.windows11 && sayReady(seen.windows11)),
  row('Đã chạy', 'Up for', seen.uptime_s === undefined ? undefined : sayUptime(seen.uptime_s)),
];

const partRows = (seen: Description): readonly Row[] => [
  row('Bộ xử lý', 'Processor', seen.cpu_model),
  row('Số nhân', 'Cores', seen.cores?.toString()),
  row('Bộ nhớ', 'Memory', sayBytes(seen.memory_bytes)),
  row('Mức dùng bộ nhớ', 'Memory in use', sayShare(seen.memory_used_ratio)),
  row('Đĩa', 'Disk', [sayBytes(seen.disk_bytes), seen.disk_kind].filter(Boolean).join(' ')),
  row('Đĩa còn trống', 'Disk free', sayBytes(seen.disk_free_bytes)),
  row('Màn hình', 'Screen', seen.screen && `${seen.screen.width}×${seen.screen.height}`),
  row('Cổng mạng', 'Network', sayRate(seen.link_bps)),
  row('Số cổng mạng hoạt động', 'Ports up', seen.interfaces_up?.toString()),
];

const sayNamed = ({ name, version }: { readonly name: string; readonly version: string }) =>
  `${name} ${version}`;

const sayAntivirus = ({ names, on }: NonNullable<Description['antivirus']>): string =>
  `${names.join(', ') || '–'} (${on ? 'đang bật / on' : 'không bật hoặc đã cũ / off or out of date'})`;

const sayReady = ({ ready, lacks }: NonNullable<Description['windows11']>): string =>
  ready ? 'có / yes' : `thiếu / lacks: ${lacks.join(', ')}`;

const sayFlag = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'có / on' : 'không / off';

const sayUptime = (uptimeS: number): string => {
  const span = ms(uptimeS * 1_000);
  return `${saySpan(span, { language: 'vi' })} / ${saySpan(span, { language: 'en' })}`;
};

const sayBytes = (bytes: number | undefined): string | undefined =>
  bytes === undefined ? undefined : `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

const sayShare = (ratio: number | undefined): string | undefined =>
  ratio === undefined ? undefined : `${Math.round(ratio * 100)} %`;

const sayRate = (bps: number | undefined): string | undefined =>
  bps === undefined ? undefined : `${Math.round(bps / 1e6)} Mbit/s`;
