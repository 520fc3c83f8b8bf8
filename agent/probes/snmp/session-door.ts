import { lookup } from 'node:dns/promises';
import type { Message, Request, Session, User } from 'net-snmp';
import type { Endpoint } from '../../../kit/endpoint.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Ms, seconds } from '../../../kit/units.ts';
import { askingOf } from './asking.ts';
import { E_AUTH, plainValue } from './library-words.ts';
import { Questions } from './questions.ts';
import {
  type Answer,
  type Asking,
  type Question,
  type SnmpCredentials,
  type SnmpProblem,
  type V3Credentials,
  type Varbind,
  versionOf,
} from './session.ts';
import { type Datagrams, guardedSocket, noTraffic, openDatagrams } from './socket-door.ts';

/** A conversation with one device; questions go one after the other. */
export interface SnmpSession extends Asking {
  /** Datagrams sent so far. */
  requests(): number;
  close(): void;
}

/** How long a session lasts and what it may cost. */
export interface SessionLimits {
  /** Ends the session's questions. */
  readonly signal: AbortSignal;
  readonly retries?: number;
  /** Of one attempt. */
  readonly timeout?: Ms;
  readonly mostDatagrams?: number;
}

const RETRIES = 1;
const TIMEOUT = seconds(2);
const MOST_DATAGRAMS = 400;

/** Loaded with the first device, so that an agent without machines doesn't carry it. */
const library = () => import('net-snmp');
type Library = Awaited<ReturnType<typeof library>>;

export async function openSession(
  { host, port }: Endpoint,
  credentials: SnmpCredentials,
  limits: SessionLimits,
): Promise<Result<SnmpSession, SnmpProblem>> {
  const address = await resolve(host, limits.signal);
  if (address === undefined) return fail({ kind: 'unresolved', detail: host });
  const begin = await conversations();
  const conversation = begin({ address, port, credentials, limits, open: openDatagrams });
  const ask = (question: Question): Promise<Answer> =>
    new Promise((settle) => conversation.ask(question, settle));
  return ok({ ...askingOf(versionOf(credentials), ask), ...conversation });
}

interface Begin {
  readonly address: string;
  readonly port: number;
  readonly credentials: SnmpCredentials;
  readonly limits: SessionLimits;
  readonly open: (type: 'udp4' | 'udp6') => Datagrams;
}

export interface Conversation {
  /** Settles once, whatever comes. */
  ask(question: Question, settle: (answer: Answer) => void): void;
  requests(): number;
  close(): void;
}

/** The library, ready to begin conversations over any socket. */
export async function conversations(): Promise<(begin: Begin) => Conversation> {
  const snmp = await library();
  return ({ address, port, credentials, limits, open }) => {
    const traffic = noTraffic();
    const questions = new Questions(traffic, limits.signal);
    const mostSent = limits.mostDatagrams ?? MOST_DATAGRAMS;
    const guard = { address, port, mostSent, traffic, broken: () => questions.break() };
    const transport = address.includes(':') ? 'udp6' : 'udp4';
    const session = start(snmp, {
      address,
      credentials,
      options: {
        port,
        transport,
        retries: limits.retries ?? RETRIES,
        timeout: limits.timeout ?? TIMEOUT,
        dgramModule: { createSocket: () => guardedSocket(open(transport), guard) },
      },
    });
    session.on('error', () => {
      traffic.garbled = 'answer that is no SNMP';
    });
    noticeStrays(session, () => {
      traffic.stray = true;
    });
    const read = columnsOf(snmp);
    return {
      ask(question, settle) {
        questions.ask(
          {
            put: (answer) =>
              put(session, question, (error, came) => answer(error, () => read(came))),
            engine: () => engineOf(session),
            question,
          },
          settle,
        );
      },
      requests: () => traffic.sent,
      close: () => session.close(),
    };
  };
}

type Came = readonly (LibraryVarbind | readonly LibraryVarbind[])[];
interface LibraryVarbind {
  readonly oid: string;
  readonly type: number;
  readonly value: unknown;
}

function put(
  session: Session,
  question: Question,
  answer: (error: unknown, came: Came) => void,
): void {
  const { oids } = question;
  if (question.deed === 'bulk') session.getBulk(oids, 0, question.repetitions, answer);
  else if (question.deed === 'next') session.getNext(oids, answer);
  else session.get(oids, answer);
}

type Options = Parameters<Library['createSession']>[2];

function start(
  snmp: Library,
  parts: { address: string; credentials: SnmpCredentials; options: Options },
): Session {
  const { address, credentials, options } = parts;
  if (credentials.kind === 'community') {
    const version = credentials.version === '1' ? snmp.Version1 : snmp.Version2c;
    return snmp.createSession(address, credentials.community, { ...options, version });
  }
  const { user } = credentials;
  const session = snmp.createV3Session(address, userOf(snmp, user), {
    ...options,
    version: snmp.Version3,
  });
  return demandProtection(session, user.level);
}

/** net-snmp checks the digest where there is one; an answer below the user's level must not pass for one. */
function demandProtection(session: Session, level: V3Credentials['level']): Session {
  const take = session.onSimpleGetResponse.bind(session);
  session.onSimpleGetResponse = (request: Request, message: Message): void => {
    const open =
      (level !== 'noAuthNoPriv' && !message.hasAuthentication()) ||
      (level === 'authPriv' && !message.hasPrivacy());
    if (open) request.responseCb(Object.assign(new Error('unprotected'), { code: E_AUTH }));
    else take(request, message);
  };
  return session;
}

/** net-snmp drops an answer whose id is none of its questions' without a word. */
function noticeStrays(session: Session, stray: () => void): void {
  const find = session.unregisterRequest.bind(session);
  session.unregisterRequest = (id) => {
    const request = find(id);
    if (request === null) stray();
    return request;
  };
}

const engineOf = ({ msgSecurityParameters }: Session): string | undefined =>
  msgSecurityParameters === undefined
    ? undefined
    : Buffer.from(msgSecurityParameters.msgAuthoritativeEngineID).toString('hex');

function userOf(snmp: Library, { user, level, auth, priv }: V3Credentials): User {
  const named = (constants: Readonly<Record<string, number>>, name: string): number => {
    const value = constants[name];
    if (value === undefined) throw new Error(`snmp: no ${name}`);
    return value;
  };
  return {
    name: user,
    level: named(snmp.SecurityLevel, level),
    ...(auth === undefined
      ? {}
      : { authProtocol: named(snmp.AuthProtocols, auth.protocol), authKey: auth.key }),
    ...(priv === undefined
      ? {}
      : { privProtocol: named(snmp.PrivProtocols, priv.protocol), privKey: priv.key }),
  };
}

function columnsOf({ ObjectType }: Library): (came: Came) => readonly (readonly Varbind[])[] {
  const wide = ObjectType['Counter64'];
  const plain = ({ oid, type, value }: LibraryVarbind): Varbind => ({
    oid,
    value: plainValue(value, type === wide),
  });
  return (came) => came.map((one) => ('oid' in one ? [plain(one)] : one.map(plain)));
}

function resolve(host: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((settle) => {
    if (signal.aborted) settle(undefined);
    signal.addEventListener('abort', () => settle(undefined), { once: true });
    lookup(host).then(
      ({ address }) => settle(address),
      // Whatever the reason, the name gave no address, and that is what is told.
      () => settle(undefined),
    );
  });
}
