import { oneLine } from '../../../kit/one-line.ts';
import type { MachineIdentity } from '../../../wire/machine-report.ts';
import { isFixed } from './disks.ts';
import type { OwnSeen, Seen } from './seen.ts';

/** What names the machine whatever disk or address it has today. */
export function identityOf(seen: Seen, own: OwnSeen): MachineIdentity {
  const uuid = uuidOf(seen.maker.uuid);
  const board = serialOf(seen.maker.boardSerial);
  const serials = seen.disks.filter(isFixed).map(({ serial }) => serialOf(serial));
  return {
    ...(uuid === undefined ? {} : { uuid }),
    ...(board === undefined ? {} : { board_serial: board }),
    macs: macsOf(seen, own),
    disk_serials: distinct(serials),
  };
}

/** What firmware says where its maker wrote nothing. Seen in dmidecode's listings of ordinary boards. */
const FILLERS =
  /^(to be filled by o\.?e\.?m\.?|default string|system serial number|base ?board serial number|chassis serial number|not (applicable|available|specified|present)|none|null|n\/?a|oem|o\.e\.m\.|unknown|invalid|empty|serial|(.)\3*|0?123456789.*|-+)$/i;

/** Undefined where it is a filler that other machines say too. */
export function serialOf(text: string | undefined): string | undefined {
  const serial = toldOf(text, 64);
  return serial === undefined || serial.length < 3 ? undefined : serial;
}

/** A word of the firmware that says something, as one line. */
export function toldOf(text: string | undefined, longest: number): string | undefined {
  const told = oneLine(text ?? '', longest);
  return told === '' || FILLERS.test(told) ? undefined : told;
}

/** Boards of several makers left the factory with these: they name nobody. */
const SHARED_UUIDS = new Set([
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
]);

function uuidOf(text: string | undefined): string | undefined {
  const uuid = text?.trim().toLowerCase() ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) return undefined;
  return SHARED_UUIDS.has(uuid) || /^(.)\1*$/.test(uuid.replaceAll('-', '')) ? undefined : uuid;
}

const MOST = 16;

/**
 * Of adapters that are of hardware and stay in the machine; of one that can be unplugged only where there is no other. Where the
 * system doesn't tell, the library's guess at what is virtual stands.
 */
function macsOf({ ports }: Seen, { adapters }: OwnSeen): string[] {
  if (adapters === undefined)
    return distinct(
      ports.filter((port) => !port.virtual && !port.internal).map(({ mac }) => macOf(mac)),
    );
  const fixed = adapters.filter(({ pluggable }) => !pluggable);
  const chosen = distinct(fixed.map(({ mac }) => macOf(mac)));
  return chosen.length > 0 ? chosen : distinct(adapters.map(({ mac }) => macOf(mac)));
}

/**
 * As `aa:bb:cc:dd:ee:ff`, from any way of writing it. Undefined for a group's, and for one that is set locally: chance, a
 * program or a virtual machine made it, no maker. Source: IEEE 802, the two lowest bits of the first octet.
 */
export function macOf(text: string | undefined): string | undefined {
  const digits = (text ?? '').replace(/[^0-9a-fA-F]/g, '').toLowerCase();
  if (digits.length !== 12 || /^0+$/.test(digits)) return undefined;
  if ((Number.parseInt(digits.slice(0, 2), 16) & 3) !== 0) return undefined;
  return digits.match(/../g)?.join(':');
}

const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].toSorted().slice(0, MOST);
