import type { MachineReport } from '../../../wire/machine-report.ts';

/** What a simulated lab machine would tell, but for when it is told and what it tried. */
export type LabMachine = Omit<MachineReport, 'program' | 'taken_at_ms' | 'apps' | 'meeting'>;

const GIB = 1024 ** 3;
export const SECOND_LAB = 'tin-2';

const WINDOWS_11 = { name: 'Microsoft Windows 11 Pro', edition: 'home_pro' } as const;
const WINDOWS_10 = {
  name: 'Microsoft Windows 10 Education',
  edition: 'enterprise_education',
} as const;

const newer = {
  manufacturer: 'hatang (mô phỏng)',
  model: 'Máy mới',
  os: { ...WINDOWS_11, version: '10.0.26200', build: '26200.7171' },
  cpu_model: 'Intel Core i5-12400',
  ...{ cores: 12, memory_bytes: 16 * GIB, memory_used_ratio: 0.31 },
  ...{ disk_bytes: 512 * GIB, disk_free_bytes: 380 * GIB, disk_kind: 'ssd' },
  ...{ link_bps: 1e9, interfaces_up: 1, screen: { width: 1920, height: 1080 } },
  ...{ tpm_version: '2.0', secure_boot: true, windows11: { ready: true, lacks: [] } },
  browsers: [
    { name: 'Chrome', version: '142.0.7444.60' },
    { name: 'Edge', version: '142.0.3595.53' },
  ],
  antivirus: { names: ['Microsoft Defender'], on: true },
} satisfies Partial<LabMachine>;

const older = {
  ...newer,
  model: 'Máy cũ',
  os: { ...WINDOWS_10, version: '10.0.19045', build: '19045.6456' },
  cpu_model: 'Intel Core i3-4160',
  ...{ cores: 4, memory_bytes: 4 * GIB, memory_used_ratio: 0.78 },
  ...{ disk_bytes: 240 * GIB, disk_free_bytes: 41 * GIB, screen: { width: 1366, height: 768 } },
  ...{ tpm_version: 'none', secure_boot: false },
  windows11: { ready: false, lacks: ['tpm', 'cpu'] },
} satisfies Partial<LabMachine>;

const oldest = {
  ...older,
  model: 'Máy rất cũ',
  os: {
    name: 'Microsoft Windows 7 Professional',
    edition: 'home_pro',
    version: '6.1.7601',
    build: '7601',
  },
  ...{ memory_bytes: 2 * GIB, disk_kind: 'hdd', antivirus: { names: [], on: false } },
  browsers: [{ name: 'Chrome', version: '109.0.5414.120' }],
} satisfies Partial<LabMachine>;

/** A second lab that reports by itself: new, old and one past all support. */
export const labMachines: readonly LabMachine[] = [
  ...[newer, newer, newer],
  ...[older, older, older, older],
  oldest,
].map((kind, at) => ({
  ...kind,
  name: `TIN2-MAY${String(at + 1).padStart(2, '0')}`,
  room: SECOND_LAB,
  serial: `MP${1_000 + at}`,
  identity: {
    uuid: `5a1d0000-0000-4000-8000-0000000000${String(at + 10)}`,
    board_serial: `BO-MACH-${at + 1}`,
    macs: [`02:00:5e:10:00:${(at + 16).toString(16)}`],
    disk_serials: [`O-DIA-${at + 1}`],
  },
}));
