import type { Device } from '../../standards/evidence.ts';
import { DEVICE_KINDS, type DeviceKind } from '../../wire/device-kinds.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { LatestRow } from './latest.ts';

/** The devices an agent declared in the measurement `device` and did not strike off since, in order of their ids. */
export function devicesOf(rows: readonly LatestRow[]): readonly Device[] {
  const newest = new Map<string, LatestRow>();
  for (const row of rows) {
    if (row.measurement !== 'device' || kindOf(row) === undefined) continue;
    const other = newest.get(row.device);
    if (other === undefined || row.at > other.at) newest.set(row.device, row);
  }
  return [...newest.values()]
    .filter(({ fields }) => fields['struck_off'] !== true)
    .flatMap((row) => {
      const kind = kindOf(row);
      return kind === undefined ? [] : [deviceOf(row, kind)];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const kindOf = ({ tags }: LatestRow): DeviceKind | undefined =>
  DEVICE_KINDS.find((kind) => kind === tags['kind']);

const deviceOf = ({ device, fields }: LatestRow, kind: DeviceKind): Device => ({
  id: device,
  kind,
  name: word(fields['name']) ?? device,
  simulated: fields['simulated'] === true,
  room: word(fields['room']),
  zone: word(fields['zone']),
  address: word(fields['address']),
});

const word = (value: FieldValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
