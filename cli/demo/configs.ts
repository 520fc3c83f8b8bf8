import { stringify } from 'yaml';

/** What the simulated school announces once everything in it listens. */
export interface SimulatedSchool {
  readonly control: { readonly port: number };
  readonly cameras: readonly SimulatedCamera[];
  readonly recorders: readonly SimulatedRecorder[];
  readonly machines: readonly SimulatedMachine[];
  /** UDP, on loopback. */
  readonly discovery: { readonly port: number };
}
interface SimulatedRecorder {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly user: string;
  readonly password: string;
}
interface SimulatedCamera extends SimulatedRecorder {
  readonly zone: string;
}
interface SimulatedMachine {
  readonly id: string;
  readonly name: string;
  readonly room: string;
  readonly address: string;
  readonly community: string;
}

export const DEMO_SCHOOLS = [
  { school: 'thcs-mo-phong', name: 'Trường THCS Mô Phỏng', simulated: true, unit: 'cho-quan' },
  { school: 'may-nay', name: 'Máy đang chạy hatang', simulated: false, unit: 'cho-quan' },
] as const;

/** A demo looks every few seconds: what goes wrong together is known sooner than in a school. */
export const demoRulesYaml = (): string =>
  stringify(
    Object.fromEntries(
      ['camera_offline', 'camera_frozen', 'camera_unauthorized', 'recorder_offline'].map((rule) => [
        rule,
        { gather: { by: ['school'], least: 3, within: '2m', wait: '5s' } },
      ]),
    ),
  );

export const collectorYaml = (rules: string): string =>
  stringify({
    units: [
      { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
      { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
    ],
    mail: {
      from: 'hatang <hatang@hatang.invalid>',
      to: [{ address: 'truc@hatang.invalid', language: 'vi' }],
      official_domains: ['hatang.invalid'],
    },
    alerts: { agent_silent_after: '45s', rules: { overrides: rules } },
    // A demo is looked at whenever someone starts it: all hours count as school hours.
    school_hours: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' },
    calendar: { shipped: 'off' },
  });

interface Place {
  readonly collector: string;
  readonly host: string;
  readonly port: number;
}

const line = ({ collector, host, port }: Place, every: string) => ({
  id: 'line',
  name: 'Đường truyền tới trung tâm',
  every,
  contract: { down: '300Mbit/s', up: '100Mbit/s' },
  targets: [{ name: 'trung-tam', udp_echo: `${host}:${port}` }],
  bandwidth: { server: collector, every: '10m', seconds: 1, max_bytes: '64MiB' },
});

const services = ({ collector }: Place) => ({
  every: '30s',
  list: [{ name: 'trung-tam-hatang', url: `${collector}/healthz` }],
});

export const machineYaml = (place: Place): string =>
  stringify({
    agent: 'may-nay',
    collector: { url: place.collector },
    page: { listen: '127.0.0.1:8482' },
    server: { id: 'may-chu', name: 'Máy đang chạy hatang', every: '10s' },
    uplink: line(place, '10s'),
    services: services(place),
    declarations: { contract_down_bps: 300_000_000, contract_up_bps: 100_000_000 },
  });

/** `labs` is where its lab machines report. */
export const schoolYaml = (place: Place, sim: SimulatedSchool, labs: string): string =>
  stringify({
    agent: 'may-chu-truong',
    school: { simulated: true },
    collector: { url: place.collector },
    page: { listen: '127.0.0.1:8481' },
    server: { id: 'may-chu', name: 'Máy chủ của trường', every: '10s' },
    uplink: line(place, '10s'),
    services: services(place),
    cameras: { every: '10s', deadline: '9s', window: '5s', list: sim.cameras },
    recorders: { every: '20s', list: sim.recorders },
    // The simulated devices alone are asked, and by no multicast: nothing leaves this machine.
    subnets: ['127.0.0.1/32'],
    discovery: { every: '30s', multicast: false, port: sim.discovery.port },
    machines: { every: '15s', list: sim.machines },
    labs: {
      listen: labs,
      every: '5m',
      rooms: [
        { id: 'tin-1', name: 'Phòng Tin học 1', seats: 6, pupils: 12 },
        { id: 'tin-2', name: 'Phòng Tin học 2', seats: 10, pupils: 36 },
      ],
    },
    declarations: {
      fibre: true,
      isp_count: 1,
      meetings: 2,
      school_level: 'lower_secondary',
      pupils: 72,
      lab_rooms: 2,
      lab_seats: 16,
      lab_room_pupils: 12,
      lab_area_m2: 62,
      lab_apps_tested: true,
      lab_windows_edition: 'enterprise_education',
      camera_count: 4,
      default_passwords_changed: true,
      recording_notice: true,
      it_leader: 'Nguyễn Văn A (mô phỏng)',
      it_leader_decision: '12/QĐ-THCS',
      work_email: 'thcs-mo-phong@hcm.edu.vn',
      staff_count: 45,
      staff_official_email: 45,
      two_updates_a_day: true,
    },
  });
