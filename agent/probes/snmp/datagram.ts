/** No answer to a question of ours is longer; what is, is not read. */
const MOST_BYTES = 32 * 1024;
const SEQUENCE = 0x30;

/** What is wrong with a datagram before it is read: a message says at its head how long it is. Source: X.690 §8.1. */
export function problemOfDatagram(datagram: Uint8Array): string | undefined {
  if (datagram.length > MOST_BYTES) return `answer of ${datagram.length} bytes is oversized`;
  if (datagram[0] !== SEQUENCE) return 'answer that is no SNMP';
  const told = lengthTold(datagram);
  if (told === undefined) return 'answer that is no SNMP';
  if (told > datagram.length) return `answer cut short at ${datagram.length} of ${told} bytes`;
  return undefined;
}

/** Of the whole message, its head included. */
function lengthTold(datagram: Uint8Array): number | undefined {
  const first = datagram[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || datagram.length < 2 + octets) return undefined;
  const length = datagram.subarray(2, 2 + octets).reduce((sum, octet) => sum * 256 + octet, 0);
  return 2 + octets + length;
}
