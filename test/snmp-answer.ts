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

/** A v2c answer to this question: its community and its request id, with these integers. */
export function answerOf(question: Buffer, values: readonly (readonly [string, number])[]): Buffer {
  const communityAt = question.indexOf(Buffer.from('lab-test'));
  const idAt =
    communityAt +
    8 +
    2 +
    (question[communityAt + 9] === 0x82 ? 2 : question[communityAt + 9] === 0x81 ? 1 : 0);
  const id = question.subarray(idAt + 2, idAt + 2 + (question[idAt + 1] ?? 0));
  const varbinds = values.map(([oid, value]) =>
    tlv(0x30, tlv(0x06, oidBytes(oid)), tlv(0x02, [value])),
  );
  return tlv(
    0x30,
    tlv(0x02, [1]),
    tlv(0x04, Buffer.from('lab-test')),
    tlv(0xa2, tlv(0x02, id), tlv(0x02, [0]), tlv(0x02, [0]), tlv(0x30, ...varbinds)),
  );
}
