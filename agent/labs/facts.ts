import type { EpochMs } from '../../kit/units.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import type { AppResult, MachineReport } from '../../wire/machine-report.ts';
import type { CountedMachine, CountedRoom } from './count.ts';

type Fields = Readonly<Record<string, FieldValue | undefined>>;

/** Without what is not known. */
const present = (fields: Fields): Fact['fields'] =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const list = (words: readonly string[], between = ', '): string | undefined =>
  words.length === 0 ? undefined : words.join(between);

/** What a machine's own reporter told, stamped when it came in: the clocks of lab machines are not to be trusted. */
export function reportFacts(
  report: MachineReport,
  { id, address }: { readonly id: string; readonly address: string },
  { at, asked }: { readonly at: EpochMs; readonly asked: ReadonlySet<string> },
): readonly Fact[] {
  const apps = triedOf(report, asked);
  return [
    {
      measurement: 'machine',
      tags: { device: id, told_by: 'reporter' },
      fields: present({
        up: true,
        source: 'reporter',
        address,
        ...seen(report),
        ...tried(report, apps),
      }),
      at,
    },
    ...apps.map(({ service, ...result }) => ({
      measurement: 'machine_app',
      tags: { device: id, service },
      fields: present(result),
      at,
    })),
  ];
}

/** Each system once; one that nobody asked for would be a series of the machine's own making. */
const triedOf = ({ apps }: MachineReport, asked: ReadonlySet<string>): readonly AppResult[] => [
  ...new Map(
    apps.filter(({ service }) => asked.has(service)).map((app) => [app.service, app]),
  ).values(),
];

const seen = (report: MachineReport): Fields => ({
  name: report.name,
  os_name: report.os.name,
  os_version: report.os.version,
  os_edition: report.os.edition,
  os_build: report.os.build,
  cores: report.cores,
  cpu_model: report.cpu_model,
  memory_bytes: report.memory_bytes,
  memory_used_ratio: report.memory_used_ratio,
  disk_bytes: report.disk_bytes,
  disk_free_bytes: report.disk_free_bytes,
  disk_kind: report.disk_kind,
  uptime_s: report.uptime_s,
  interfaces_up: report.interfaces_up,
  link_bps: report.link_bps,
  screen_width: report.screen?.width,
  screen_height: report.screen?.height,
  tpm_version: report.tpm_version,
  secure_boot: report.secure_boot,
  windows11_ready: report.windows11?.ready,
  windows11_missing: list(report.windows11?.lacks ?? [], ','),
  browsers: list(report.browsers.map(({ name, version }) => `${name} ${version}`)),
  antivirus: list(report.antivirus?.names ?? []),
  antivirus_on: report.antivirus?.on,
  manufacturer: report.manufacturer,
  model: report.model,
  serial: report.serial,
});

function tried({ meeting }: MachineReport, apps: readonly AppResult[]): Fields {
  const up = apps.filter((app) => app.up);
  const times = up.flatMap(({ total_s: total }) => total ?? []);
  return {
    ...(apps.length === 0 ? {} : { apps_tested: apps.length, apps_up: up.length }),
    ...(times.length === 0 ? {} : { apps_slowest_s: Math.max(...times) }),
    ...(meeting === undefined
      ? {}
      : {
          meeting_rtt_s: meeting.rtt_s,
          meeting_jitter_s: meeting.jitter_s,
          meeting_loss_ratio: meeting.loss_ratio,
        }),
  };
}

/** What the count says of one machine; the room is told by its id, empty where it stands in none. */
export const countedFact = (
  { id, usable, seenAt }: CountedMachine,
  room: string | undefined,
  at: EpochMs,
): Fact => ({
  measurement: 'machine',
  tags: { device: id, told_by: 'count' },
  fields: present({
    room: room ?? '',
    usable,
    seen_at_s: seenAt === undefined ? undefined : seenAt / 1_000,
  }),
  at,
});

/** Long enough for a room; a line of facts has an end. */
const LONGEST_NAMES = 2_000;

export const labFact = (
  { room, machines, usable, missing, pupilsPerMachine }: CountedRoom,
  withinDays: number,
  at: EpochMs,
): Fact => ({
  measurement: 'lab',
  tags: { room: room.id },
  fields: present({
    name: room.name,
    seats: room.seats,
    pupils: room.pupils,
    machines: machines.length,
    usable,
    missing: missing.length,
    missing_names: missing
      .map(({ name }) => name)
      .join(', ')
      .slice(0, LONGEST_NAMES),
    pupils_per_machine: pupilsPerMachine,
    within_days: withinDays,
  }),
  at,
});

/** A machine that nobody configured stands in the inventory all the same. */
export const inventoryFact = (
  { id, name, address }: CountedMachine,
  given: {
    readonly room: Pick<CountedRoom['room'], 'name' | 'behind'> | undefined;
    readonly everyS: number;
    readonly simulated: boolean;
    readonly at: EpochMs;
  },
): Fact => ({
  measurement: 'device',
  tags: { device: id, kind: 'machine' },
  fields: present({
    ...{ name, room: given.room?.name, address, behind: given.room?.behind },
    simulated: given.simulated,
    cadence_s: given.everyS,
  }),
  at: given.at,
});

/** A machine that is none of the school's any more: without this the centre would look for it for ever. */
export const struckOffFact = (
  { id, name }: Pick<CountedMachine, 'id' | 'name'>,
  simulated: boolean,
  at: EpochMs,
): Fact => ({
  measurement: 'device',
  tags: { device: id, kind: 'machine' },
  fields: { name, simulated, struck_off: true },
  at,
});
