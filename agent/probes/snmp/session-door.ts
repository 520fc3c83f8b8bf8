import { lookup } from 'node:dns/promises';
import type { Message, Request, Session, User } from 'net-snmp';
import type { Endpoint } from '../../../kit/endpoint.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Ms, seconds } from '../../../kit/units.ts';
import { E_AUTH, plainValue, problemOf, stopped } from './library-words.ts';
import type { SnmpCredentials, SnmpProblem, V3Credentials, Varbind } from './session.ts';
import { guardedSocket, type Traffic } from './socket-door.ts';

/** A conversation with one device; questions go one after the other. */
export interface SnmpSession {
  readonly version: '2c' | '3';
  get(oids: readonly string[]): Promise<Result<readonly Varbind[], SnmpProblem>>;
  /** For each oid the next ones in order, at most `repetitions`. */
  bulk(
    oids: readonly string[],
    repetitions: number,
  ): Promise<Result<readonly (readonly Varbind[])[], SnmpProblem>>;
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
  const { signal } = limits;
  const address = await resolve(host, signal);
  if (address === undefined) return fail({ kind: 'unresolved', detail: host });
  const snmp = await library();
  const traffic: Traffic = { sent: 0, foreign: undefined, garbled: undefined };
  const questions = new Questions(traffic, signal);
  const broken = () => questions.break();
  const mostSent = limits.mostDatagrams ?? MOST_DATAGRAMS;
  const guard = { address, port, mostSent, traffic, broken };
  const transport = address.includes(':') ? 'udp6' : 'udp4';
  const options = {
    port,
    transport,
    retries: limits.retries ?? RETRIES,
    timeout: limits.timeout ?? TIMEOUT,
    dgramModule: { createSocket: () => guardedSocket(transport, guard) },
  } as const;
  const session = start(snmp, { address, credentials, options });
  session.on('error', () => {
    traffic.garbled = 'answer that is no SNMP';
  });
  return ok({
    version: credentials.kind === 'v3' ? '3' : '2c',
    get: (oids) =>
      questions.ask((answer) =>
        session.get(oids, (error, read) => answer(error, () => read.map(varbindOf(snmp)))),
      ),
    bulk: (oids, repetitions) =>
      questions.ask((answer) =>
        session.getBulk(oids, 0, repetitions, (error, read) =>
          answer(error, () => read.map((column) => column.map(varbindOf(snmp)))),
        ),
      ),
    requests: () => traffic.sent,
    close: () => session.close(),
  });
}

type Options = Parameters<Library['createSession']>[2];

function start(
  snmp: Library,
  parts: { address: string; credentials: SnmpCredentials; options: Options },
): Session {
  const { address, credentials, options } = parts;
  if (credentials.kind === 'community')
    return snmp.createSession(address, credentials.community, {
      ...options,
      version: snmp.Version2c,
    });
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

type Answer<Value> = (error: unknown, read: () => Value) => void;

/** Each question ends once: by its answer, by the pass's signal, or by a datagram that broke the reader. */
class Questions {
  readonly #traffic: Traffic;
  readonly #signal: AbortSignal;
  #break: () => void = () => undefined;

  constructor(traffic: Traffic, signal: AbortSignal) {
    this.#traffic = traffic;
    this.#signal = signal;
  }

  break(): void {
    this.#break();
  }

  ask<Value>(put: (answer: Answer<Value>) => void): Promise<Result<Value, SnmpProblem>> {
    if (this.#signal.aborted) return Promise.resolve(fail(stopped(this.#traffic)));
    this.#traffic.garbled = undefined;
    return new Promise((resolve) => {
      const stop = (): void => settle(fail(stopped(this.#traffic)));
      const settle = (result: Result<Value, SnmpProblem>): void => {
        this.#signal.removeEventListener('abort', stop);
        resolve(result);
      };
      this.#signal.addEventListener('abort', stop, { once: true });
      this.#break = () =>
        settle(fail({ kind: 'garbled', detail: this.#traffic.garbled ?? 'unreadable answer' }));
      put((error, read) => {
        settle(error ? fail(problemOf(error, this.#traffic)) : ok(read()));
      });
    });
  }
}

const varbindOf =
  ({ ObjectType }: Library) =>
  ({ oid, type, value }: { oid: string; type: number; value: unknown }): Varbind => ({
    oid,
    value: plainValue(value, type === ObjectType['Counter64']),
  });

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
