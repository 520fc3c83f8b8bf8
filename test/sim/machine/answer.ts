/** Answers one SNMPv2c message: RFC 3416 §4.2, over RFC 1901's community string. */
import {
  BerReader,
  encodeValue,
  field,
  integer,
  type Oid,
  octets,
  oid,
  SEQUENCE,
  type Value,
} from './ber.ts';
import type { Leaf, Mib } from './mib.ts';

const VERSION_2C = 1;
const GET = 0xa0;
const GET_NEXT = 0xa1;
const RESPONSE = 0xa2;
const SET = 0xa3;
const GET_BULK = 0xa5;
const NOT_WRITABLE = 17;
/** Octets of bindings a datagram; a longer GETBULK is cut, as §4.2.3 allows. */
const BINDINGS_MAX_BYTES = 1_400;

type Binding = readonly [Oid, Value];
interface Request {
  readonly type: number;
  readonly id: number;
  /** Non-repeaters and max-repetitions of a GETBULK. */
  readonly numbers: readonly [number, number];
  readonly asked: readonly Oid[];
}

export type Reaction =
  | { readonly kind: 'answer'; readonly message: Buffer }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreadable' };

export function answerTo(message: Buffer, community: string, mib: Mib): Reaction {
  try {
    const outer = new BerReader(message).inside(SEQUENCE);
    if (outer.integer() !== VERSION_2C) return { kind: 'unreadable' };
    if (outer.octets().toString('utf8') !== community) return { kind: 'refused' };
    const request = readRequest(outer);
    return { kind: 'answer', message: respond(request, community, mib) };
  } catch (error) {
    // Whatever a reader of foreign octets throws means the same: no SNMP, and no answer.
    if (error instanceof RangeError) return { kind: 'unreadable' };
    throw error;
  }
}

function readRequest(outer: BerReader): Request {
  const type = outer.peekTag();
  if (![GET, GET_NEXT, SET, GET_BULK].includes(type)) throw new RangeError(`PDU ${type}`);
  const pdu = outer.inside(type);
  const id = pdu.integer();
  const numbers = [pdu.integer(), pdu.integer()] as const;
  const bindings = pdu.inside(SEQUENCE);
  const asked: Oid[] = [];
  while (!bindings.isAtEnd) asked.push(bindings.inside(SEQUENCE).oid());
  return { type, id, numbers, asked };
}

function respond(request: Request, community: string, mib: Mib): Buffer {
  const isSet = request.type === SET;
  const bindings = isSet ? request.asked.map(unset) : bindingsFor(request, mib);
  const pdu = field(
    RESPONSE,
    integer(request.id),
    integer(isSet ? NOT_WRITABLE : 0),
    integer(isSet ? 1 : 0),
    field(SEQUENCE, ...fitting(bindings)),
  );
  return field(SEQUENCE, integer(VERSION_2C), octets(Buffer.from(community)), pdu);
}

const unset = (asked: Oid): Binding => [asked, { kind: 'null' }];

function fitting(bindings: readonly Binding[]): Buffer[] {
  const encoded: Buffer[] = [];
  let size = 0;
  for (const [name, value] of bindings) {
    const binding = field(SEQUENCE, oid(name), encodeValue(value));
    size += binding.length;
    if (size > BINDINGS_MAX_BYTES && encoded.length > 0) break;
    encoded.push(binding);
  }
  return encoded;
}

function bindingsFor({ type, numbers, asked }: Request, mib: Mib): Binding[] {
  if (type === GET) return asked.map((name) => exact(mib, name));
  if (type === GET_NEXT) return asked.map((name) => next(mib, name));
  const [nonRepeaters, maxRepetitions] = numbers.map((number) => Math.max(0, number));
  const repeated = asked.slice(nonRepeaters);
  const once = asked.slice(0, nonRepeaters).map((name) => next(mib, name));
  return [...once, ...repetitions(repeated, Math.min(maxRepetitions ?? 0, 100), mib)];
}

/** Row by row: the first repetition of every name, then the second. */
function repetitions(names: readonly Oid[], count: number, mib: Mib): Binding[] {
  const bindings: Binding[] = [];
  let from = names;
  for (let turn = 0; turn < count && from.length > 0; turn += 1) {
    const found = from.map((name) => next(mib, name));
    bindings.push(...found);
    if (found.every(([, value]) => value.kind === 'endOfMibView')) break;
    from = found.map(([name]) => name);
  }
  return bindings;
}

const binding = (name: Oid, leaf: Leaf | undefined, none: Value): Binding =>
  leaf === undefined ? [name, none] : [leaf.oid, leaf.read()];
const exact = (mib: Mib, name: Oid): Binding =>
  binding(name, mib.at(name), { kind: 'noSuchObject' });
const next = (mib: Mib, name: Oid): Binding =>
  binding(name, mib.after(name), { kind: 'endOfMibView' });
