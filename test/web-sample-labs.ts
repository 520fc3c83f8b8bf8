import { labsOf } from '../collector/report/labs-view.ts';
import type { DeviceView, LabView } from '../collector/report/views.ts';
import { days, type EpochMs, epochMs, hours, minutes } from '../kit/units.ts';
import type { Finding } from '../standards/finding.ts';
import { sampleFinding } from './sample-finding.ts';

/** Two labs of mixed machines: one that reports in full, one that only SNMP tells of, and a machine of no lab. */

type Fields = DeviceView['facts'][number]['fields'];

interface Kind {
  readonly fields: Fields;
  readonly support: Finding['says'];
  readonly verdict: Finding['verdict'];
}

const GIB = 1024 ** 3;
const TOLD: Fields = {
  up: true,
  source: 'reporter',
  browsers: 'Chrome 142.0.7444.60, Edge 142.0.3595.53',
  antivirus: 'Windows Defender',
  antivirus_on: true,
  apps_tested: 12,
  apps_up: 12,
  apps_slowest_s: 1.84,
  meeting_rtt_s: 0.021,
  meeting_jitter_s: 0.0031,
  meeting_loss_ratio: 0.002,
  link_bps: 1e9,
  switch: 'sw-tin-1',
};

const KINDS: readonly Kind[] = [
  {
    fields: {
      ...TOLD,
      manufacturer: 'Dell Inc.',
      model: 'OptiPlex 3080',
      serial: '7FQ2K63',
      cpu_model: 'Intel(R) Core(TM) i3-10105 CPU @ 3.70GHz',
      cores: 8,
      memory_bytes: 8 * GIB,
      memory_used_ratio: 0.41,
      disk_bytes: 256_060_514_304,
      disk_free_bytes: 121_000_000_000,
      disk_kind: 'ssd',
      screen_width: 1920,
      screen_height: 1080,
      os_name: 'Microsoft Windows 11 Pro',
      os_edition: 'home_pro',
      os_build: '26200.6899',
      tpm_version: '2.0',
      secure_boot: true,
      windows11_ready: true,
    },
    support: {
      vi: 'Windows 11 25H2: còn cập nhật đến 12/10/2027',
      en: 'Windows 11 25H2: updates until 12/10/2027',
    },
    verdict: 'pass',
  },
  {
    fields: {
      ...TOLD,
      manufacturer: 'FPT Elead',
      model: 'H310',
      cpu_model: 'Intel(R) Pentium(R) CPU G4560 @ 3.50GHz',
      cores: 2,
      memory_bytes: 3.9 * GIB,
      disk_bytes: 500_107_862_016,
      disk_free_bytes: 402_000_000_000,
      disk_kind: 'hdd',
      screen_width: 1366,
      screen_height: 768,
      os_name: 'Microsoft Windows 10 Pro',
      os_edition: 'home_pro',
      os_build: '19045.6456',
      tpm_version: 'none',
      secure_boot: false,
      windows11_ready: false,
      windows11_missing: 'tpm,cpu',
      antivirus_on: false,
      apps_up: 11,
      apps_slowest_s: 6.3,
    },
    support: {
      vi: 'Windows 10 22H2: hết hỗ trợ từ 14/10/2025',
      en: 'Windows 10 22H2: support ended on 14/10/2025',
    },
    verdict: 'fail',
  },
];

const SNMP: Kind = {
  fields: {
    up: true,
    source: 'snmp',
    os_name: 'Linux 6.12 (Debian 13)',
    os_version: '6.12',
    cores: 4,
    memory_bytes: 4 * GIB,
    interfaces_up: 1,
  },
  support: undefined,
  verdict: 'unknown',
};

interface Place {
  readonly at: number;
  readonly room: string | undefined;
  readonly kind: Kind;
  /** Undefined: nobody has seen it work yet. */
  readonly seen: number | undefined;
}

const places = (): readonly Place[] => [
  ...Array.from({ length: 24 }, (_, at): Place => {
    const kind = KINDS[at % 5 === 2 ? 1 : 0] ?? SNMP;
    const seen = at === 6 || at === 19 ? days(12) : at === 22 ? undefined : minutes(25 + at);
    return { at: at + 1, room: 'tin-1', kind, seen };
  }),
  ...Array.from({ length: 10 }, (_, at): Place => {
    const seen = at === 3 ? days(9) : hours(1);
    return { at: at + 31, room: 'Phòng Tin học 2', kind: SNMP, seen };
  }),
  { at: 50, room: undefined, kind: KINDS[1] ?? SNMP, seen: hours(3) },
];

const idOf = ({ at }: Place): string => `may-${at}`;

export const sampleMachines = (now: EpochMs): readonly DeviceView[] =>
  places().map((place): DeviceView => {
    const { at, room, kind, seen } = place;
    const seenAt = seen === undefined ? undefined : epochMs(now - seen);
    return {
      id: idOf(place),
      kind: 'machine',
      name: `Máy ${String(at).padStart(2, '0')}`,
      simulated: at !== 50 && at !== 2,
      room: room === 'tin-1' ? 'Phòng Tin học 1' : room,
      zone: undefined,
      address: `192.168.10.${100 + at}`,
      up: seenAt === undefined ? undefined : true,
      state: undefined,
      at: seenAt,
      facts: [
        countOf(place, now),
        ...(seenAt === undefined ? [] : factsOf(idOf(place), kind, seenAt)),
      ],
    };
  });

const isUsable = ({ seen }: Place): boolean => seen !== undefined && seen < days(7);

const countOf = (place: Place, now: EpochMs): DeviceView['facts'][number] => ({
  measurement: 'machine',
  tags: { device: idOf(place), told_by: 'count' },
  at: epochMs(now - minutes(20)),
  fields: {
    usable: isUsable(place),
    ...(place.room === undefined ? {} : { room: place.room }),
    ...(place.seen === undefined ? {} : { seen_at_s: (now - place.seen) / 1_000 }),
  },
});

function factsOf(id: string, { fields }: Kind, at: EpochMs): DeviceView['facts'] {
  const told_by = fields['source'] === 'snmp' ? 'snmp' : 'reporter';
  const app = (service: string, app: Fields) => ({
    measurement: 'machine_app',
    tags: { device: id, service },
    fields: app,
    at,
  });
  const times = { dns_s: 0.012, connect_s: 0.024, tls_s: 0.051, first_byte_s: 0.212 };
  const own = { measurement: 'machine', tags: { device: id, told_by }, fields, at };
  if (told_by === 'snmp') return [own];
  const slow = fields['apps_up'] === 11;
  return [
    own,
    app('csdl', { up: true, ...times, total_s: 0.299, status: 200 }),
    app('hcm-edu', { up: true, ...times, first_byte_s: 1.7, total_s: 1.79, status: 200 }),
    slow
      ? app('temis', { up: false, dns_s: 0.02, error: 'connect: no answer: timeout' })
      : app('temis', { up: true, ...times, total_s: 0.299, status: 200 }),
  ];
}

const NAMES = {
  'LAB-03': { vi: 'Máy tính còn sử dụng được', en: 'Usable machines' },
  'LAB-05': { vi: 'Hệ điều hành còn được hỗ trợ', en: 'Supported operating system' },
  'LAB-06': {
    vi: 'Cấu hình máy đáp ứng ứng dụng trực tuyến',
    en: 'Machines fit for online work',
  },
} as const;

export function sampleLabFindings(now: EpochMs): readonly Finding[] {
  return places().flatMap((place) => [usableOf(place, now), ...judgedOf(place, now)]);
}

const finding = (criterion: keyof typeof NAMES, place: Place, changes: Partial<Finding>): Finding =>
  sampleFinding({
    criterion,
    device: idOf(place),
    group: 'lab',
    name: NAMES[criterion],
    confidence: 'assumed',
    textChecked: false,
    ...changes,
  });

function usableOf(place: Place, now: EpochMs): Finding {
  const { seen } = place;
  const usable = isUsable(place);
  return finding('LAB-03', place, {
    at: epochMs(now - minutes(20)),
    verdict: seen === undefined ? 'unknown' : usable ? 'pass' : 'fail',
    unknown: seen === undefined ? { reason: 'never_measured', input: 'machine.usable' } : undefined,
    observed: usable,
    required: {
      vi: '≥ 80 % máy thấy hoạt động trong những ngày học gần nhất',
      en: '≥ 80 % of machines seen working within the last school days',
    },
    remedy: { vi: 'Bật máy, kiểm tra dây mạng.', en: 'Switch it on, check its cable.' },
    ...(seen !== undefined && {
      says: usable
        ? {
            vi: 'thấy hoạt động trong 5 ngày học gần nhất',
            en: 'seen working within the last 5 school days',
          }
        : {
            vi: 'không thấy hoạt động trong 5 ngày học gần nhất',
            en: 'not seen working within the last 5 school days',
          },
    }),
  });
}

function judgedOf(place: Place, now: EpochMs): readonly Finding[] {
  const { kind, seen } = place;
  if (seen === undefined) return [];
  const at = epochMs(now - seen);
  const bad = kind.verdict === 'fail';
  return [
    finding('LAB-05', place, {
      at,
      verdict: kind.verdict,
      unknown:
        kind.verdict === 'unknown'
          ? { reason: 'never_measured', input: 'machine.os_version' }
          : undefined,
      observed: kind.fields['os_name'],
      required: {
        vi: '100 % máy còn được cập nhật',
        en: '100 % of machines still receive updates',
      },
      remedy: { vi: 'Nâng cấp lên Windows 11.', en: 'Upgrade to Windows 11.' },
      mend: bad ? 'replace' : undefined,
      ...(kind.support && { says: kind.support }),
    }),
    finding('LAB-06', place, {
      at,
      verdict: bad ? 'fail' : 'pass',
      observed: kind.fields['memory_bytes'],
      unit: 'bytes',
      required: {
        vi: 'vào được mọi hệ thống, chậm nhất 8 giây; ≥ 4 GB RAM, 2 nhân',
        en: 'every system answers, within 8 s; ≥ 4 GB of memory, 2 cores',
      },
      remedy: { vi: 'Kiểm tra dây mạng, bộ chia.', en: 'Check the cable and the switch.' },
      mend: bad ? 'set' : undefined,
      says: {
        vi: `vào được ${kind.fields['apps_up'] ?? 0}/12 hệ thống`,
        en: `${kind.fields['apps_up'] ?? 0} of 12 systems answered`,
      },
    }),
  ];
}

export function sampleLabs(now: EpochMs): readonly LabView[] {
  const at = epochMs(now - minutes(20));
  const row = (room: string, fields: Fields) => ({
    ...{ school: 'truong-1', measurement: 'lab', series: `lab,room=${room}`, device: '' },
    ...{ tags: { room }, fields, at, receivedAt: at },
  });
  return labsOf({
    devices: sampleMachines(now),
    findings: sampleLabFindings(now),
    latest: [
      row('tin-1', {
        name: 'Phòng Tin học 1',
        seats: 25,
        pupils: 45,
        machines: 24,
        usable: 21,
        missing: 2,
        missing_names: 'Máy 07, Máy 20',
        pupils_per_machine: 45 / 21,
        within_days: 5,
      }),
      row('tin-3', { name: 'Phòng Tin học 3', seats: 20, machines: 0, usable: 0, within_days: 5 }),
    ],
  });
}
