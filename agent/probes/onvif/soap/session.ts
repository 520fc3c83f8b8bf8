import type { Clock } from '../../../../kit/clock.ts';
import { epochMs, type Ms, ms } from '../../../../kit/units.ts';
import { type Challenge, type Credentials, isStale, offersBasic } from './digest.ts';
import { type Host, ownUrl } from './endpoint.ts';
import type { Exchange, HttpOutcome, SilenceReason } from './exchange.ts';
import type { Operation, ServiceName } from './operations.ts';
import type { Patience } from './patience.ts';
import { type CallOutcome, isVague, type Reply, readReply } from './reply.ts';
import { requestOf, type Scheme } from './request.ts';

/** `unknown`: nothing asked for a login yet, or it did and there was none to give. */
export type Login = 'ok' | 'failed' | 'unknown';

export interface SessionParts {
  readonly exchange: Exchange;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** For one exchange. */
  readonly deadline: Ms;
  readonly host: Host;
  /** Undefined too while the breaker holds logins back. */
  readonly credentials: Credentials | undefined;
  /** Without it every question is asked, whatever went before. */
  readonly patience?: Patience | undefined;
}

/**
 * One pass's talk with one device. It learns from a refusal how to log in, so that a wrong password
 * costs exactly one failed login; after that nothing is sent with credentials any more.
 */
export class DeviceSession {
  readonly #parts: SessionParts;
  readonly #urls = new Map<ServiceName, URL>();
  /** Operations this device refused without a login: only their success proves the login. */
  readonly #guarded = new Set<string>();
  #scheme: Scheme | undefined;
  #login: Login = 'unknown';
  #clockOffset: Ms = ms(0);
  #isClockKnown = false;
  #basicInClear: boolean | undefined;
  /** In a row, with a login that had been right before. */
  #refusals = 0;

  constructor(parts: SessionParts, device: URL) {
    this.#parts = parts;
    this.#urls.set('device', device);
  }

  get login(): Login {
    return this.#login;
  }

  /** The device asked for a login at least once. */
  get wantsLogin(): boolean {
    return this.#guarded.size > 0;
  }

  /** Basic is among what a refusal over plain HTTP offers; undefined while none came over it. */
  get basicInClear(): boolean | undefined {
    return this.#basicInClear;
  }

  has(service: ServiceName): boolean {
    return this.#urls.has(service);
  }

  /** Takes a service's address as stated; its host is replaced with the configured one. */
  locate(service: ServiceName, xaddr: string): void {
    const url = ownUrl(xaddr, this.#parts.host.host);
    const device = this.#urls.get('device');
    // The device service is where it answered, whatever it says of itself.
    if (url === undefined || device === undefined || service === 'device') return;
    // One port speaks one protocol: the one it answered in, also where it states the other.
    if (portOf(url) === portOf(device)) url.protocol = device.protocol;
    this.#urls.set(service, url);
  }

  /** Tokens must be made by the device's own clock, or it refuses the right password. */
  followClock(offset: Ms): void {
    this.#clockOffset = offset;
    this.#isClockKnown = true;
  }

  /** Without credentials, whatever is configured. */
  async askAnonymously(operation: Operation): Promise<CallOutcome> {
    const { outcome, challenge } = await this.#send(operation, undefined);
    if (outcome.kind !== 'refused') return outcome;
    this.#guarded.add(keyOf(operation));
    this.#scheme ??= challenge === undefined ? { kind: 'wsse' } : http(challenge);
    return outcome;
  }

  /** With the login where the device wants one. */
  async ask(operation: Operation): Promise<CallOutcome> {
    const { credentials } = this.#parts;
    const spent = this.#login === 'failed' || this.#refusals >= MAX_REFUSALS;
    if (credentials === undefined || spent || this.#scheme === undefined) {
      const outcome = await this.askAnonymously(operation);
      if (spent || credentials === undefined) return outcome;
      if (this.#scheme === undefined && isVague(outcome))
        return await this.#tryToken(operation, credentials, outcome);
      if (outcome.kind !== 'refused') return outcome;
    }
    return credentials === undefined
      ? { kind: 'refused' }
      : await this.#askLoggedIn(operation, credentials);
  }

  /**
   * With a login invented for this one question, of a name and a password nobody could have: who answers it takes any
   * login. It guesses at nobody's password, and says nothing of the login that is configured.
   */
  async askAsNobody(operation: Operation): Promise<CallOutcome> {
    const invent = (): string => Buffer.from(this.#nonce()).toString('hex');
    const nobody = { user: `nobody-${invent()}`, password: invent() };
    return (await this.#send(operation, nobody)).outcome;
  }

  /** Some devices stumble over a missing token and say anything but that: one answer to the login tells. */
  async #tryToken(
    operation: Operation,
    credentials: Credentials,
    fault: CallOutcome,
  ): Promise<CallOutcome> {
    this.#scheme = { kind: 'wsse' };
    const outcome = await this.#askLoggedIn(operation, credentials);
    if (outcome.kind === 'answer') {
      this.#guarded.add(keyOf(operation));
      this.#login = 'ok';
      return outcome;
    }
    // Then the fault was about something else, and the device has not asked for a login yet.
    if (outcome.kind !== 'refused') this.#scheme = undefined;
    return outcome.kind === 'refused' ? outcome : fault;
  }

  async #askLoggedIn(operation: Operation, credentials: Credentials): Promise<CallOutcome> {
    let reply = await this.#send(operation, credentials);
    const again = reply.outcome.kind === 'refused' ? reply.challenge : undefined;
    // Some devices let a nonce grow old without saying so: that is believed once.
    const silentlyOld = this.#login === 'ok' && this.#refusals === 0;
    if (again?.scheme === 'digest' && (isStale(again) || silentlyOld)) {
      this.#scheme = http(again);
      reply = await this.#send(operation, credentials);
    }
    if (reply.outcome.kind === 'refused') {
      // Once proven, a refusal is about this one operation: the account may not read it.
      if (this.#login !== 'ok') this.#login = 'failed';
      this.#refusals += 1;
      return reply.outcome;
    }
    this.#refusals = 0;
    if (
      this.#guarded.has(keyOf(operation)) &&
      (reply.outcome.kind === 'answer' || reply.outcome.kind === 'fault')
    ) {
      this.#login = 'ok';
    }
    return reply.outcome;
  }

  async #send(operation: Operation, credentials: Credentials | undefined): Promise<Reply> {
    const url = this.#urls.get(operation.service);
    if (url === undefined)
      return {
        outcome: { kind: 'garbled', detail: `no ${operation.service} service is offered` },
        challenge: undefined,
      };
    const { patience } = this.#parts;
    if (patience?.isSpent(operation.service) === true)
      return { outcome: { kind: 'not_asked' }, challenge: undefined };
    const http = await this.#post(operation, url, credentials);
    if (http.kind === 'silent' && SILENT_IN_TIME.has(http.reason))
      patience?.noteSilence(operation.service);
    this.#noteBasic(http, url);
    this.#noteDate(http);
    const other = this.#elsewhere(http, url);
    if (other === undefined) return readReply(http, url);
    this.#urls.set(operation.service, other);
    return readReply(await this.#post(operation, other, credentials), other);
  }

  #noteBasic(http: HttpOutcome, { protocol }: URL): void {
    if (http.kind !== 'answered' || http.status !== 401 || protocol !== 'http:') return;
    this.#basicInClear = this.#basicInClear === true || offersBasic(http.challenges);
  }

  /** Until the device has told its time, which some do behind a login only, tokens go by its HTTP clock. */
  #noteDate(http: HttpOutcome): void {
    const date = http.kind === 'answered' ? Date.parse(http.date ?? '') : Number.NaN;
    if (this.#isClockKnown || Number.isNaN(date)) return;
    this.#clockOffset = ms(date - this.#parts.clock.now());
  }

  /** Where a service is to be had that is not where it was said to be. */
  #elsewhere(http: HttpOutcome, url: URL): URL | undefined {
    if (http.kind === 'silent' && http.reason === 'refused') return this.#throughDevicePort(url);
    const device = this.#urls.get('device');
    const isLost = http.kind === 'answered' && http.status === 404;
    // Many devices answer for every service at one address, whatever they state.
    return isLost && device !== undefined && device.href !== url.href ? device : undefined;
  }

  /** Behind a forwarded port a device states the port it has on its own side, which nobody hears. */
  #throughDevicePort(url: URL): URL | undefined {
    const device = this.#urls.get('device');
    if (device === undefined || device.port === url.port) return undefined;
    return new URL(`${device.origin}${url.pathname}${url.search}`);
  }

  #post(
    operation: Operation,
    url: URL,
    credentials: Credentials | undefined,
  ): Promise<HttpOutcome> {
    const { exchange, deadline, signal, clock } = this.#parts;
    const scheme = this.#scheme;
    const at = epochMs(clock.now() + this.#clockOffset);
    const login =
      credentials === undefined || scheme === undefined
        ? undefined
        : { credentials, scheme, at, nonce: this.#nonce() };
    return exchange(requestOf(operation, url, login), deadline, signal);
  }

  #nonce(): Uint8Array {
    return Uint8Array.from({ length: 16 }, () => Math.floor(this.#parts.random() * 256));
  }
}

/** What took a whole deadline; any other silence is told at once. */
const SILENT_IN_TIME: ReadonlySet<SilenceReason> = new Set(['timeout', 'stalled']);

/** After so many in a row an account that was right is taken to be locked. */
const MAX_REFUSALS = 2;

const portOf = ({ port, protocol }: URL): string =>
  port === '' ? (protocol === 'https:' ? '443' : '80') : port;

const keyOf = ({ service, name }: Operation): string => `${service}:${name}`;

const http = (challenge: Challenge): Scheme => ({ kind: 'http', challenge, count: 0 });
