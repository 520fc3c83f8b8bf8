import type { Answer, Question, SnmpCredentials } from '../../../agent/probes/snmp/session.ts';
import { type Conversation, conversations } from '../../../agent/probes/snmp/session-door.ts';
import type { Datagrams } from '../../../agent/probes/snmp/socket-door.ts';
import { answerOf, asked, openV3Answer } from '../../snmp-answer.ts';
import { promise, promiseSmall, type Target } from '../target.ts';

const AGENT = { address: '192.0.2.7', port: 161 };
const QUESTION: Question = {
  deed: 'bulk',
  oids: ['1.3.6.1.2.1.2.2.1.8', '1.3.6.1.2.1.31.1.1.1.6', '1.3.6.1.2.1.2.2.1.2'],
  repetitions: 4,
};
const V2C: SnmpCredentials = { kind: 'community', version: '2c', community: 'lab-test' };
const V3: SnmpCredentials = { kind: 'v3', user: { user: 'tester', level: 'noAuthNoPriv' } };

/** A socket of the test's own: what is sent is kept, and what it hears is what the fuzzer says. */
class Wire implements Datagrams {
  sent: Uint8Array = new Uint8Array();
  #hear: (datagram: Uint8Array) => void = () => undefined;
  #closed: () => void = () => undefined;

  on(event: string, listener: (...seen: never[]) => void): void {
    if (event === 'close') this.#closed = listener as () => void;
    if (event !== 'message') return;
    const hear = listener as (datagram: Uint8Array, from: typeof AGENT) => void;
    this.#hear = (datagram) => hear(datagram, AGENT);
  }

  send(datagram: Uint8Array, _port: number, _host: string, sent: (error: null) => void): void {
    this.sent = datagram;
    sent(null);
  }

  hear(datagram: Uint8Array): void {
    this.#hear(datagram);
  }

  close(): void {
    this.#closed();
  }

  ref(): void {}
  unref(): void {}
}

type Begin = Awaited<ReturnType<typeof conversations>>;
let begin: Begin | undefined;
let report: Buffer | undefined;

function conversation(credentials: SnmpCredentials, wire: Wire): Conversation {
  if (begin === undefined) throw new Error('seeds come first');
  const limits = { signal: new AbortController().signal, retries: 0 };
  return begin({ ...AGENT, credentials, limits, open: () => wire });
}

/** Question and answer must share an id: whatever the library chose stands in place of the seeds'. */
const ID = Buffer.from([0x02, 0x04, 0x2a, 0x2b, 0x2c, 0x2d]);

/** v2c's request id, v3's message id, in as many octets as the seeds' has. */
function idOf(question: Buffer, isV3: boolean): Buffer {
  const at = placeOf(question, isV3);
  const octets = question.subarray(at + 2, at + 2 + (question[at + 1] ?? 0));
  return Buffer.concat([Buffer.from([0x02, 4]), Buffer.alloc(4 - octets.length), octets]);
}

const placeOf = (question: Buffer, isV3: boolean): number =>
  isV3 ? question.indexOf(Buffer.from([0x02, 0x01, 0x03, 0x30])) + 5 : pduOf(question);

function pduOf(question: Buffer): number {
  const pdu = question.indexOf(Buffer.from('lab-test')) + 8;
  return pdu + (question[pdu + 1] === 0x81 ? 3 : 2);
}

/** What an SNMP device answers, through the library and our own guard: one question, whatever comes. */
export const snmp: Target = {
  name: 'snmp',
  async seeds() {
    begin = await conversations();
    return [V2C, V3].flatMap((credentials) => {
      const wire = new Wire();
      const open = conversation(credentials, wire);
      const isV3 = credentials.kind === 'v3';
      // An id of four octets, as nearly all are, so that another can take its place.
      do open.ask(QUESTION, () => undefined);
      while (wire.sent[placeOf(Buffer.from(wire.sent), isV3) + 1] !== 4);
      const question = Buffer.from(wire.sent);
      open.close();
      const rows = [['1.3.6.1.2.1.2.2.1.8.1', 1]] as const;
      const answers = isV3
        ? [openV3Answer(question, 'report'), openV3Answer(question, rows)]
        : [rowsFor(question)];
      const seeds = answers.map((answer) => withId(answer, idOf(question, isV3), ID));
      if (isV3) report = seeds[0];
      return seeds;
    });
  },
  words: ['lab-test', '\x30\x82', '\x06', '\x02\x01', '\x46\x08', '\x82\x00', '\x2a\x2b\x2c\x2d'],
  feed(bytes) {
    for (const credentials of [V2C, V3]) feedOne(credentials, Buffer.from(bytes));
  },
};

function feedOne(credentials: SnmpCredentials, bytes: Buffer): void {
  const wire = new Wire();
  const open = conversation(credentials, wire);
  const answers: Answer[] = [];
  open.ask(QUESTION, (answer) => answers.push(answer));
  const say = (answer: Buffer): void => {
    wire.hear(withId(answer, ID, idOf(Buffer.from(wire.sent), credentials.kind === 'v3')));
  };
  // Over v3 the engine is asked for first.
  if (credentials.kind === 'v3' && report !== undefined) say(report);
  say(bytes);
  say(bytes);
  promise(open.requests() <= 6, `${open.requests()} datagrams for one question`);
  open.close();
  promise(answers.length <= 1, 'one question was answered twice');
  const [answer] = answers;
  if (answer?.ok === false) promiseSmall(answer, 500, 'problem');
  const came = answer?.ok === true ? answer.value.flat() : [];
  promise(came.length <= 12, `${came.length} values to a question for 12`);
  for (const { oid, value } of came) {
    promise(oid.length < 65_536, 'an endless oid');
    promise(!(value instanceof Uint8Array) || value.length <= 1_024, 'an endless text');
  }
}

const rowsFor = (question: Buffer): Buffer =>
  answerOf(
    question,
    [1, 2, 3, 4].flatMap((row) =>
      asked(question).map((oid, at) => [`${oid}.${row}`, [1, 2n ** 40n, 'eth0'][at] ?? 0] as const),
    ),
  );

/** The answer with another id in place of that one. */
function withId(answer: Buffer, from: Buffer, to: Buffer): Buffer {
  const at = answer.indexOf(from);
  if (at < 0) return answer;
  return Buffer.concat([answer.subarray(0, at), to, answer.subarray(at + from.length)]);
}
