import { days, type EpochMs, epochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { LatestRow } from '../store/latest.ts';
import { type Fields, flagIn, numberIn, ownFields, wordIn } from './device-facts.ts';
import type { DeviceView, LabMachine, LabSystem, LabView } from './views.ts';

/** A lab taken out of the config is told of no more; labs are counted every hour. */
const TOLD_WITH_THE_OTHERS = days(2);

export interface LabParts {
  readonly devices: readonly DeviceView[];
  readonly findings: readonly Finding[];
  /** Every series of the school. */
  readonly latest: readonly LatestRow[];
}

/** The school's labs: those its agent counts, rooms that only its machines name, and machines of no room. */
export function labsOf({ devices, findings, latest }: LabParts): readonly LabView[] {
  const counted = countedRooms(latest);
  const machines = devices.filter(({ kind }) => kind === 'machine');
  const byRoom = Map.groupBy(machines, (machine) => roomOf(machine, counted));
  const rooms = new Set([...counted.keys(), ...byRoom.keys()]);
  return [...rooms]
    .map((room) =>
      toLab(room, { row: counted.get(room ?? ''), machines: byRoom.get(room) ?? [], findings }),
    )
    .sort(byName);
}

function countedRooms(latest: readonly LatestRow[]): ReadonlyMap<string, LatestRow> {
  const rows = latest.filter(({ measurement }) => measurement === 'lab');
  const newest = Math.max(...rows.map(({ at }) => at));
  return new Map(
    rows
      .filter(({ at }) => newest - at <= TOLD_WITH_THE_OTHERS)
      .flatMap((row) => (row.tags['room'] === undefined ? [] : [[row.tags['room'], row]])),
  );
}

/** A machine names its lab by id; one that is only configured, by what people call the room. */
function roomOf(machine: DeviceView, counted: ReadonlyMap<string, LatestRow>): string | undefined {
  const said = wordIn(ownFields(machine), 'room') ?? machine.room;
  if (said === undefined || counted.has(said)) return said;
  const named = [...counted].find(([, { fields }]) => wordIn(fields, 'name') === said);
  return named?.[0] ?? said;
}

interface RoomParts {
  readonly row: LatestRow | undefined;
  readonly machines: readonly DeviceView[];
  readonly findings: readonly Finding[];
}

function toLab(room: string | undefined, { row, machines, findings }: RoomParts): LabView {
  const fields: Fields = row?.fields ?? {};
  const listed = machines.map((machine) => toMachine(machine, findings)).sort(byName);
  return {
    room,
    name: wordIn(fields, 'name') ?? room,
    seats: numberIn(fields, 'seats'),
    pupils: numberIn(fields, 'pupils'),
    usable: numberIn(fields, 'usable') ?? listed.filter(({ usable }) => usable === true).length,
    pupilsPerMachine: numberIn(fields, 'pupils_per_machine'),
    withinDays: numberIn(fields, 'within_days'),
    countedAt: row?.at,
    machines: listed,
    systems: systemsOf(machines, findings),
  };
}

function toMachine(device: DeviceView, findings: readonly Finding[]): LabMachine {
  const own = ownFields(device);
  const judged = basicOf(findings, 'LAB-03', device.id)?.verdict;
  const known = judged === 'pass' || judged === 'fail' ? judged === 'pass' : undefined;
  return {
    id: device.id,
    name: device.name,
    simulated: device.simulated,
    usable: judged === undefined ? flagIn(own, 'usable') : known,
    seenAt: seenAt(own, device),
  };
}

/** When it was seen working: by whoever counts, else when it answered last. */
export function seenAt(
  own: Fields,
  { up, at }: Pick<DeviceView, 'up' | 'at'>,
): EpochMs | undefined {
  const seenS = numberIn(own, 'seen_at_s');
  if (seenS !== undefined) return epochMs(seenS * 1_000);
  return up === true ? at : undefined;
}

const basicOf = (findings: readonly Finding[], criterion: string, device: string) =>
  findings.find(
    (one) => one.criterion === criterion && one.level === 'basic' && one.device === device,
  );

const WORST_FIRST = { fail: 0, unknown: 1, pass: 2, not_applicable: 3 } as const;

function systemsOf(
  machines: readonly DeviceView[],
  findings: readonly Finding[],
): readonly LabSystem[] {
  const systems = machines.flatMap((machine): LabSystem[] => {
    const name = wordIn(ownFields(machine), 'os_name');
    const finding = basicOf(findings, 'LAB-05', machine.id);
    const says = finding?.says ?? (name === undefined ? undefined : { vi: name, en: name });
    return says === undefined ? [] : [{ says, judged: finding, machines: 1 }];
  });
  return [...Map.groupBy(systems, ({ says, judged }) => `${judged?.verdict} ${says.vi}`).values()]
    .flatMap((same) => (same[0] === undefined ? [] : [{ ...same[0], machines: same.length }]))
    .sort((a, b) => rankOf(a) - rankOf(b) || b.machines - a.machines);
}

const rankOf = ({ judged }: LabSystem): number => WORST_FIRST[judged?.verdict ?? 'unknown'];

const byName = (
  a: { readonly name: string | undefined },
  b: { readonly name: string | undefined },
) =>
  Number(a.name === undefined) - Number(b.name === undefined) ||
  (a.name ?? '').localeCompare(b.name ?? '', 'vi', { numeric: true });
