import type { EpochMs } from '../../kit/units.ts';
import type { LabMachine, LabSystem, LabView } from './views.ts';

const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

/** A lab in the JSON of its school; what is not known is null, never left out. */
export const labJson = (lab: LabView) => ({
  room: lab.room ?? null,
  name: lab.name ?? null,
  seats: lab.seats ?? null,
  pupils: lab.pupils ?? null,
  machines: lab.machines.map(machineJson),
  usable: lab.usable,
  missing: lab.machines.filter(({ usable }) => usable === false).map(({ id }) => id),
  pupilsPerMachine: lab.pupilsPerMachine ?? null,
  withinSchoolDays: lab.withinDays ?? null,
  countedAt: iso(lab.countedAt),
  systems: lab.systems.map(systemJson),
});

const machineJson = ({ id, name, simulated, usable, seenAt }: LabMachine) => ({
  id,
  name,
  simulated,
  usable: usable ?? null,
  seenAt: iso(seenAt),
});

const systemJson = ({ says, judged, machines }: LabSystem) => ({
  says,
  verdict: judged?.verdict ?? null,
  machines,
});
