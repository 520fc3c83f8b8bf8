import * as z from 'zod';
import { endpointOf } from '../kit/endpoint.ts';
import { behindMistakes } from './behind-mistakes.ts';
import { isOutside, isWithin } from './subnet.ts';

/** What is wrong between fields that may each be right. */
export interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** As much of a config file as these checks read; a field that is itself wrong is passed over here. */
const word = z.string().optional().catch(undefined);
const Device = z
  .object({
    ...{ id: word, kind: word, behind: word },
    ...{ address: word, uplink: word, wan_interface: word, device: word },
  })
  .partial()
  .catch({});
const List = z
  .object({ list: z.array(Device).catch([]) })
  .optional()
  .catch(undefined);
const One = Device.optional().catch(undefined);
const Labs = z
  .object({
    rooms: z.array(z.object({ behind: word, subnets: z.array(z.string()).catch([]) })).catch([]),
  })
  .optional()
  .catch(undefined);
const Known = z.object({
  subnets: z.array(z.string()).catch([]),
  server: One,
  uplink: One,
  services: List,
  machines: List,
  cameras: List,
  recorders: List,
  discovery: z.unknown().optional(),
  labs: Labs,
  hosts: z.unknown().optional(),
});
type Known = z.infer<typeof Known>;

/** Ids that stand twice, addresses outside the subnets, lines and devices that are not there, a search without bounds. */
export function crossMistakes(config: unknown): readonly Mistake[] {
  const known = Known.safeParse(config);
  if (!known.success) return [];
  const devices = configuredDevices(known.data);
  return [
    ...twice(devices),
    ...outside(devices, known.data.subnets),
    ...strayLines(known.data),
    ...aimlessSearch(known.data),
    ...strayRooms(known.data),
    ...behindMistakes([...devices, ...rooms(known.data)]),
  ];
}

interface DeviceInFile {
  readonly path: Mistake['path'];
  readonly id: string | undefined;
  readonly address?: string | undefined;
  readonly kind?: string | undefined;
  readonly behind?: string | undefined;
}

/** Every device of every section, with where it stands in the file. */
function configuredDevices(config: Known): readonly DeviceInFile[] {
  const single = (['server', 'uplink'] as const).map((section) => ({
    path: [section],
    id: config[section]?.id,
    behind: config[section]?.behind,
  }));
  const listed = (['machines', 'cameras', 'recorders'] as const).flatMap((section) =>
    (config[section]?.list ?? []).map(({ kind, ...device }, at) => ({
      ...device,
      path: [section, 'list', at],
      id: device.id,
      kind: section === 'recorders' ? 'recorder' : kind,
    })),
  );
  return [...single, ...listed];
}

/** A room is no device: its machines hang behind what it says. */
const rooms = ({ labs }: Known) =>
  (labs?.rooms ?? []).map(({ behind }, at) => ({
    path: ['labs', 'rooms', at],
    id: undefined,
    behind,
  }));

function twice(devices: readonly DeviceInFile[]): readonly Mistake[] {
  const seen = new Map<string, string>();
  const mistakes: Mistake[] = [];
  for (const { id, path } of devices) {
    if (id === undefined) continue;
    const first = seen.get(id);
    if (first === undefined) seen.set(id, path.join('.'));
    else mistakes.push({ path: [...path, 'id'], message: `${id} is already the id of ${first}` });
  }
  return mistakes;
}

function outside(devices: readonly DeviceInFile[], subnets: readonly string[]): readonly Mistake[] {
  return devices.flatMap(({ path, address }) => {
    const host = address === undefined ? undefined : endpointOf(address, 1)?.host;
    if (host === undefined || !isOutside(host, subnets)) return [];
    return [{ path: [...path, 'address'], message: `${host} is outside the subnets` }];
  });
}

/** What is reached or measured through a line belongs to one that is there, or its facts belong to nothing. */
function strayLines({ services, machines, uplink }: Known): readonly Mistake[] {
  const line = uplink?.id;
  if (line === undefined) return [];
  const stray = (path: Mistake['path'], wanted: string | undefined): readonly Mistake[] =>
    wanted === undefined || wanted === line
      ? []
      : [{ path, message: `no line ${wanted}: the uplink is ${line}` }];
  return [
    ...(services?.list ?? []).flatMap(({ device }, at) =>
      stray(['services', 'list', at, 'device'], device),
    ),
    ...(machines?.list ?? []).flatMap((machine, at) =>
      machine.wan_interface === undefined
        ? []
        : stray(['machines', 'list', at, 'uplink'], machine.uplink),
    ),
  ];
}

/** A search knows no bounds but the subnets. */
function aimlessSearch(config: Known): readonly Mistake[] {
  if (config.subnets.length > 0) return [];
  return (['discovery', 'hosts'] as const)
    .filter((section) => config[section] !== undefined && config[section] !== 'off')
    .map((section) => ({
      path: [section],
      message: 'no subnets are named: it searches nowhere else',
    }));
}

/** Reports from outside the subnets are refused: a room there would stay empty. */
function strayRooms({ labs, subnets }: Known): readonly Mistake[] {
  return (labs?.rooms ?? []).flatMap((room, at) =>
    room.subnets.flatMap((text, place) =>
      isWithin(text, subnets)
        ? []
        : [
            {
              path: ['labs', 'rooms', at, 'subnets', place],
              message: `${text} is outside the subnets`,
            },
          ],
    ),
  );
}
