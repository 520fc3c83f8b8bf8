/** SNMP v2c bytes written and read by hand, so that a test can send what no library would. */

/** The oids of a v2c question, by a reader of the test's own. */
export function asked(question: Buffer): string[] {
  const oids: string[] = [];
  for (let at = 0; at < question.length - 2; at += 1) {
    if (question[at] !== 0x06) continue;
    const end = at + 2 + (question[at + 1] ?? 0);
    if (question[end] !== 0x05 || question[end + 1] !== 0) continue;
    oids.push(oidOf(question.subarray(at + 2, end)));
    at = end + 1;
  }
  return oids;
}

function oidOf(bytes: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of bytes) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const first = arcs[0] ?? 0;
  return [Math.floor(first / 40), first % 40, ...arcs.slice(1)].join('.');
}

const tlv = (type: number, ...body: (Buffer | number[])[]): Buffer => {
  const inside = Buffer.concat(body.map((part) => Buffer.from(part)));
  const length =
    inside.length < 128 ? [inside.length] : [0x82, inside.length >> 8, inside.length & 0xff];
  return Buffer.concat([Buffer.from([type, ...length]), inside]);
};

function oidBytes(oid: string): number[] {
  const [a = 0, b = 0, ...rest] = oid.split('.').map(Number);
  return [a * 40 + b, ...rest].flatMap((arc) => {
    const bytes = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
    return bytes;
  });
}

/** What a test's agent may answer: Integer, Counter64, octets, or no such instance. */
type Answered = number | bigint | string | undefined;

/** Signed and as short as it goes; a Counter64 has its own type. Source: RFC 3416 §3. */
function answered(value: Answered): Buffer {
  if (value === undefined) return tlv(0x81, []);
  if (typeof value === 'string') return tlv(0x04, Buffer.from(value));
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const signed = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
  return tlv(typeof value === 'bigint' ? 0x46 : 0x02, signed);
}

/** A v2c answer to this question: its community and its request id, with these values. */
export function answerOf(
  question: Buffer,
  values: readonly (readonly [string, Answered])[],
): Buffer {
  const communityAt = question.indexOf(Buffer.from('lab-test'));
  const idAt =
    communityAt +
    8 +
    2 +
    (question[communityAt + 9] === 0x82 ? 2 : question[communityAt + 9] === 0x81 ? 1 : 0);
  const id = question.subarray(idAt + 2, idAt + 2 + (question[idAt + 1] ?? 0));
  const varbinds = values.map(([oid, value]) =>
    tlv(0x30, tlv(0x06, oidBytes(oid)), answered(value)),
  );
  return tlv(
    0x30,
    tlv(0x02, [1]),
    tlv(0x04, Buffer.from('lab-test')),
    tlv(0xa2, tlv(0x02, id), tlv(0x02, [0]), tlv(0x02, [0]), tlv(0x30, ...varbinds)),
  );
}

/** A v3 answer in the clear, whatever the question asked for: a report of its engine, or values with a forged right. */
export function openV3Answer(
  question: Buffer,
  values: readonly (readonly [string, number])[] | 'report',
): Buffer {
  const header = question.indexOf(Buffer.from([0x02, 0x01, 0x03, 0x30])) + 5;
  const id = question.subarray(header + 2, header + 2 + (question[header + 1] ?? 0));
  const engine = tlv(0x04, Buffer.from('800000000102030405', 'hex'));
  const empty = tlv(0x04, []);
  const security = tlv(0x30, engine, tlv(0x02, [1]), tlv(0x02, [1]), empty, empty, empty);
  const report = values === 'report';
  const rows = report ? [['1.3.6.1.6.3.15.1.1.4.0', 1] as const] : values;
  const varbinds = rows.map(([oid, value]) =>
    tlv(0x30, tlv(0x06, oidBytes(oid)), tlv(0x02, [value])),
  );
  const numbers = [tlv(0x02, [1]), tlv(0x02, [0]), tlv(0x02, [0])];
  return tlv(
    0x30,
    tlv(0x02, [3]),
    tlv(0x30, tlv(0x02, id), tlv(0x02, [0x10, 0]), tlv(0x04, [0]), tlv(0x02, [3])),
    tlv(0x04, security),
    tlv(0x30, engine, empty, tlv(report ? 0xa8 : 0xa2, ...numbers, tlv(0x30, ...varbinds))),
  );
}
