import type { Device } from '../../standards/evidence.ts';
import type { LatestRow } from '../store/latest.ts';

/** Without `behind` the school's server cannot reach `device`. */
export interface Step {
  readonly device: string;
  readonly behind: string;
}

interface Around {
  readonly devices: readonly Device[];
  /** What is known better. */
  readonly told: readonly Step[];
}

type Neighbours = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What hangs behind what, from what switches and routers hear of their neighbours. LLDP says who is next to whom, not who
 * is behind: that is told by the distance from the switch the school's server is plugged into, else from the only gateway.
 */
export function lldpSteps(rows: readonly LatestRow[], around: Around): readonly Step[] {
  const { devices } = around;
  const carriers = idsOf(devices, ['switch', 'gateway']);
  const neighbours = neighboursIn(rows, { devices, carriers });
  const leaves = devices
    .filter(({ id }) => !carriers.has(id))
    .flatMap(({ id }) => stepTo(id, neighbours.get(id)));
  const root = rootOf(around, leaves);
  return root === undefined ? leaves : [...leaves, ...outward(root, neighbours, carriers)];
}

const idsOf = (devices: readonly Device[], kinds: readonly Device['kind'][]): ReadonlySet<string> =>
  new Set(devices.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id));

/** None where several could be it. */
function stepTo(device: string, candidates: ReadonlySet<string> | undefined): readonly Step[] {
  const [behind, another] = candidates ?? [];
  if (behind === undefined || another !== undefined) return [];
  return [{ device, behind }];
}

/** Who is next to whom, both ways; of two devices at least one is a switch or a gateway. */
function neighboursIn(
  rows: readonly LatestRow[],
  { devices, carriers }: { devices: readonly Device[]; carriers: ReadonlySet<string> },
): Neighbours {
  const named = systemNames(rows, devices);
  const found = new Map<string, Set<string>>();
  const put = (from: string, to: string) => {
    const known = found.get(from) ?? new Set();
    found.set(from, known.add(to));
  };
  for (const { measurement, device, fields } of rows) {
    const { neighbour } = fields;
    if (measurement !== 'interface' || typeof neighbour !== 'string') continue;
    const other = named.get(neighbour.toLowerCase());
    if (other === undefined || other === device || !carriers.has(device)) continue;
    put(other, device);
    if (carriers.has(other)) put(device, other);
  }
  return found;
}

/** Devices by the name they give themselves; a name that two give is nobody's. */
function systemNames(
  rows: readonly LatestRow[],
  devices: readonly Device[],
): ReadonlyMap<string, string> {
  const known = new Set(devices.map(({ id }) => id));
  const owners = new Map<string, Set<string>>();
  for (const { measurement, device, fields } of rows) {
    const { name } = fields;
    if (measurement !== 'machine' || typeof name !== 'string' || !known.has(device)) continue;
    const key = name.toLowerCase();
    owners.set(key, (owners.get(key) ?? new Set()).add(device));
  }
  return new Map(
    [...owners].flatMap(([name, [owner, another]]) =>
      owner === undefined || another !== undefined ? [] : [[name, owner] as const],
    ),
  );
}

/** The switch of the school's server, else the only gateway; undefined where it would be a guess. */
function rootOf({ devices, told }: Around, leaves: readonly Step[]): string | undefined {
  const servers = idsOf(devices, ['server']);
  const better = told.filter(({ device }) => servers.has(device));
  const steps = better.length > 0 ? better : leaves.filter(({ device }) => servers.has(device));
  const switches = new Set(steps.map(({ behind }) => behind));
  return onlyOne(switches) ?? onlyOne(idsOf(devices, ['gateway']));
}

function onlyOne(ids: ReadonlySet<string>): string | undefined {
  return ids.size === 1 ? [...ids][0] : undefined;
}

/** Each switch behind the one neighbour that is a step nearer to the root. */
function outward(
  root: string,
  neighbours: Neighbours,
  carriers: ReadonlySet<string>,
): readonly Step[] {
  const distances = new Map([[root, 0]]);
  for (const [near, distance] of distances)
    for (const next of neighbours.get(near) ?? [])
      if (!distances.has(next)) distances.set(next, distance + 1);
  return [...distances].flatMap(([device, distance]) => {
    if (!carriers.has(device)) return [];
    const nearer = [...(neighbours.get(device) ?? [])].filter(
      (other) => distances.get(other) === distance - 1,
    );
    return stepTo(device, new Set(nearer));
  });
}
