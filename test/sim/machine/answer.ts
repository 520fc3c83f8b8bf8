/** Answers one SNMP message of v1 or v2c: RFC 1157 §4.1 and RFC 3416 §4.2, over a community string. */
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
import type { KnownLeaf, Mib } from './mib.ts';

const VERSION_1 = 0;
const VERSION_2C = 1;
const GET = 0xa0;
const GET_NEXT = 0xa1;
const RESPONSE = 0xa2;
const SET = 0xa3;
const GET_BULK = 0xa5;
const NO_SUCH_NAME = 2;
const NOT_WRITABLE = 17;
/** Octets of bindings a datagram; a longer GETBULK is cut, as §4.2.3 allows. */
const BINDINGS_MAX_BYTES = 1_400;

interface Binding {
  readonly oid: Oid;
  readonly name: Buffer;
  readonly value: Value;
}
interface Request {
  readonly version: number;
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
    const version = outer.integer();
    if (version !== VERSION_1 && version !== VERSION_2C) return { kind: 'unreadable' };
    if (outer.octets().toString('utf8') !== community) return { kind: 'refused' };
    const request = readRequest(outer, version);
    return { kind: 'answer', message: respond(request, community, mib) };
  } catch (error) {
    // Whatever a reader of foreign octets throws means the same: no SNMP, and no answer.
    if (error instanceof RangeError) return { kind: 'unreadable' };
    throw error;
  }
}

function readRequest(outer: BerReader, version: number): Request {
  const type = outer.peekTag();
  const known = version === VERSION_1 ? [GET, GET_NEXT, SET] : [GET, GET_NEXT, SET, GET_BULK];
  if (!known.includes(type)) throw new RangeError(`PDU ${type}`);
  const pdu = outer.inside(type);
  const id = pdu.integer();
  const numbers = [pdu.integer(), pdu.integer()] as const;
  const bindings = pdu.inside(SEQUENCE);
  const asked: Oid[] = [];
  while (!bindings.isAtEnd) asked.push(bindings.inside(SEQUENCE).oid());
  return { version, type, id, numbers, asked };
}

interface Verdict {
  readonly status: number;
  /** Of the binding it is about, from 1. */
  readonly index: number;
}

function respond(request: Request, community: string, mib: Mib): Buffer {
  const isSet = request.type === SET;
  const bindings = isSet ? request.asked.map(unset) : bindingsFor(request, mib);
  const { status, index } = verdictOn(request, bindings);
  const told = status === 0 ? bindings : request.asked.map(unset);
  const pdu = field(
    RESPONSE,
    integer(request.id),
    integer(status),
    integer(index),
    field(SEQUENCE, ...fitting(told)),
  );
  return field(SEQUENCE, integer(request.version), octets(Buffer.from(community)), pdu);
}

/** v1 refuses the whole question for the first object it lacks. */
function verdictOn({ type, version }: Request, bindings: readonly Binding[]): Verdict {
  if (type === SET)
    return { status: version === VERSION_1 ? NO_SUCH_NAME : NOT_WRITABLE, index: 1 };
  if (version !== VERSION_1) return { status: 0, index: 0 };
  const lacking = bindings.findIndex(({ value }) => isMissing(value));
  return lacking < 0 ? { status: 0, index: 0 } : { status: NO_SUCH_NAME, index: lacking + 1 };
}

const isMissing = ({ kind }: Value): boolean => kind === 'noSuchObject' || kind === 'endOfMibView';

const unset = (asked: Oid): Binding => ({
  oid: asked,
  name: oid(asked),
  value: { kind: 'null' },
});

function fitting(bindings: readonly Binding[]): Buffer[] {
  const encoded: Buffer[] = [];
  let size = 0;
  for (const { name, value } of bindings) {
    const binding = field(SEQUENCE, name, encodeValue(value));
    size += binding.length;
    if (size > BINDINGS_MAX_BYTES && encoded.length > 0) break;
    encoded.push(binding);
  }
  return encoded;
}

function bindingsFor({ version, type, numbers, asked }: Request, mib: Mib): Binding[] {
  if (type === GET) return asked.map((name) => exact(mib, name, version));
  if (type === GET_NEXT) return asked.map((name) => next(mib, name, version));
  const [nonRepeaters, maxRepetitions] = numbers.map((number) => Math.max(0, number));
  const repeated = asked.slice(nonRepeaters);
  const once = asked.slice(0, nonRepeaters).map((name) => next(mib, name, version));
  return [...once, ...repetitions(repeated, Math.min(maxRepetitions ?? 0, 100), mib)];
}

/** Row by row: the first repetition of every name, then the second. */
function repetitions(names: readonly Oid[], count: number, mib: Mib): Binding[] {
  const bindings: Binding[] = [];
  let from = names;
  for (let turn = 0; turn < count && from.length > 0; turn += 1) {
    const found = from.map((name) => next(mib, name, VERSION_2C));
    bindings.push(...found);
    if (found.every(({ value }) => value.kind === 'endOfMibView')) break;
    // What does not fit a datagram need not be looked up.
    if (bindings.length > BINDINGS_MAX_BYTES / 10) break;
    from = found.map((binding) => binding.oid);
  }
  return bindings;
}

const binding = (asked: Oid, leaf: KnownLeaf | undefined, none: Value): Binding =>
  leaf === undefined
    ? { oid: asked, name: oid(asked), value: none }
    : { oid: leaf.oid, name: leaf.name, value: leaf.read() };

/** v1 has no Counter64: such an object is not there, and a walk steps over it. Source: RFC 3584 §4.2.2. */
const speaks = (version: number, { value }: Binding): boolean =>
  version !== VERSION_1 || value.kind !== 'counter64';

function exact(mib: Mib, name: Oid, version: number): Binding {
  const found = binding(name, mib.at(name), { kind: 'noSuchObject' });
  return speaks(version, found) ? found : binding(name, undefined, { kind: 'noSuchObject' });
}

function next(mib: Mib, name: Oid, version: number): Binding {
  let found = binding(name, mib.after(name), { kind: 'endOfMibView' });
  while (!speaks(version, found))
    found = binding(found.oid, mib.after(found.oid), { kind: 'endOfMibView' });
  return found;
}
