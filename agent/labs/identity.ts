import type { MachineIdentity } from '../../wire/machine-report.ts';

/** What names a machine, cleaned of what names many: compared letter by letter. */
export interface Identity {
  readonly uuid?: string;
  readonly board?: string;
  readonly macs: readonly string[];
  readonly disks: readonly string[];
}

/**
 * What firmware says where nobody filled in a serial number, as letters and digits alone.
 * Source: the blacklists that come with GLPI 10 (glpi_blacklists, "invalid serial"), and boards sold here ("Default string").
 */
const FILLERS: ReadonlySet<string> = new Set([
  ...['tobefilledbyoem', 'defaultstring', 'systemserialnumber', 'systemserialnumb', 'oemserial'],
  ...['baseboardserialnumber', 'chassisserialnumber', 'serialnumber', 'serialnumberxxxxxx', 'oem'],
  ...['none', 'na', 'nil', 'null', 'nullstring', 'empty', 'invalid', 'unknow', 'unknown', 'eval'],
  ...['notspecified', 'notapplicable', 'notavailable', 'nodata', 'standard', 'tulipcomputers'],
  ...['iatpass', 'type2boardserialnumber', 'sn123456fvgv3i0b8o5n6n7k', 'sys9876543210'],
]);

/** Counting up is no number of one machine: 123456789, MB-1234567890, SN-12345, 0123456789. */
const COUNTED_UP = /^(?:sys|mb|sn)?0?12345(?:6|67|678|6789\d*)?$/;

/**
 * Of boards that all left the factory with the same number.
 * Source: glpi_blacklists, "invalid UUID"; the third is the first in the byte order of older readers.
 */
const SHARED_UUIDS: ReadonlySet<string> = new Set([
  ...['03000200040005000006000700080009', '6ab5b300538d10149fb5b0684d007b53'],
  ...['00020003000400050006000700080009', '000102030405060708090a0b0c0d0e0f'],
  ...['03d40274043505dc8506010700080009', '123456781234567890abcddeefaabbcc'],
]);

/** Adapters that many machines carry alike. Source: glpi_blacklists, "invalid MAC". */
const SHARED_MACS: ReadonlySet<string> = new Set([
  ...['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '20:41:53:59:4e:ff', '00:a0:c6:00:00:00'],
  ...['33:50:6f:45:30:30', '50:50:54:50:30:30', '24:b6:20:52:41:53', '00:0b:ca:fe:00:00'],
  ...['00:50:56:c0:00:01', '00:50:56:c0:00:08'],
]);

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** One character over and over, `0101…` too. */
const isMonotone = (letters: string): boolean => /^(.{1,2})\1*$/.test(letters);

function serialOf(text: string | undefined): string | undefined {
  const letters = lettersOf(text ?? '');
  const says = letters.length > 2 && !isMonotone(letters) && !FILLERS.has(letters);
  return says && !COUNTED_UP.test(letters) ? letters : undefined;
}

function uuidOf(text: string | undefined): string | undefined {
  const letters = lettersOf(text ?? '');
  const says = /^[0-9a-f]{32}$/.test(letters) && !isMonotone(letters);
  return says && !SHARED_UUIDS.has(letters) ? letters : undefined;
}

/** The bit of addresses that nobody's factory gave: drawn at random, or made by software. */
const isLocal = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 0b11) !== 0;

export function identityOf({ uuid, board_serial, macs, disk_serials }: MachineIdentity): Identity {
  const [clean, board] = [uuidOf(uuid), serialOf(board_serial)];
  return {
    ...(clean === undefined ? {} : { uuid: clean }),
    ...(board === undefined ? {} : { board }),
    macs: inOrder(macs.filter((mac) => !SHARED_MACS.has(mac) && !isLocal(mac))),
    disks: inOrder(disk_serials.flatMap((serial) => serialOf(serial) ?? [])),
  };
}

const inOrder = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

/** What of an identity stays with the machine, the surest first; a disk may go to another. Empty where nothing does. */
export const signsOf = ({ uuid, board, macs }: Identity): readonly string[] => [
  ...(uuid === undefined ? [] : [`uuid ${uuid}`]),
  ...(board === undefined ? [] : [`board ${board}`]),
  ...macs.map((mac) => `mac ${mac}`),
];

type Comparison = 'agree' | 'differ' | 'unsaid';

function compare(one: readonly string[], other: readonly string[]): Comparison {
  if (one.length === 0 || other.length === 0) return 'unsaid';
  return one.some((value) => other.includes(value)) ? 'agree' : 'differ';
}

const listOf = (value: string | undefined): readonly string[] =>
  value === undefined ? [] : [value];

/**
 * How much speaks for two identities being one machine; undefined when they are two.
 *
 * One: firmware, board or a network chip agree, and no less agrees than differs; where no network chip agrees, more, because
 * boards that share their numbers are commoner here than a machine with other disk and other chip at once.
 * So a new disk leaves a machine what it is, a new board with its chip makes another one of it.
 */
export function likeness(one: Identity, other: Identity): number | undefined {
  const macs = compare(one.macs, other.macs);
  const ofMachine = [
    compare(listOf(one.uuid), listOf(other.uuid)),
    compare(listOf(one.board), listOf(other.board)),
    macs,
  ];
  if (!ofMachine.includes('agree')) return undefined;
  const all = [...ofMachine, compare(one.disks, other.disks)];
  const agree = all.filter((each) => each === 'agree').length;
  const differ = all.filter((each) => each === 'differ').length;
  const margin = macs === 'differ' ? 1 : 0;
  return agree - differ >= margin ? agree - differ : undefined;
}
