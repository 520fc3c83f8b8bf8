import type { Clock } from '../../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../../kit/result.ts';
import type { Ms } from '../../../../kit/units.ts';
import {
  authorization,
  type Challenge,
  type Credentials,
  chooseChallenge,
  isStale,
  offersBasic,
  parseChallenges,
} from '../soap/digest.ts';
import type { Connection, Listener } from './connect.ts';
import {
  buildRequest,
  headersOf,
  type RtspItem,
  RtspReader,
  type RtspResponse,
} from './rtsp-message.ts';

/** Why a question got no answer; the message is for the log: no credentials in it. */
export interface Unanswered {
  readonly reason: 'timeout' | 'cut' | 'garbled';
  readonly message: string;
  /** The question; undefined where the connection ended between two. */
  readonly method?: string;
}
type Reply = Result<RtspResponse, Unanswered>;

interface Login {
  readonly credentials: Credentials;
  challenge: Challenge;
  /** How often the challenge was answered. */
  count: number;
  verdict: 'unknown' | 'accepted' | 'refused';
}

export interface ConversationParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly credentials: Credentials | undefined;
  /** For one answer. */
  readonly deadline: Ms;
  readonly onFrame: (channel: number, payload: Uint8Array) => void;
  readonly onClosed: () => void;
}

/** Questions and answers over one connection, one at a time; frames in between go to `onFrame`. */
export class RtspConversation implements Listener {
  readonly #parts: ConversationParts;
  readonly #reader: RtspReader;
  #connection: Connection | undefined;
  #answer: ((reply: Reply) => void) | undefined;
  #over: Unanswered | undefined;
  #gaveUp = false;
  #sequence = 0;
  #session: string | undefined;
  #offersBasic: boolean | undefined;
  #login: Login | undefined;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#reader = new RtspReader({
      onFrame: parts.onFrame,
      onItem: (item) => this.#take(item),
    });
  }

  attach(connection: Connection): void {
    this.#connection = connection;
  }

  /** Something was not given without a login. */
  get wasRefused(): boolean {
    return this.#offersBasic !== undefined;
  }

  /** A login was refused that was accepted nowhere in this conversation. */
  get loginFailed(): boolean {
    return this.#login?.verdict === 'refused';
  }

  /** Basic is among what a refusal offers; undefined while nothing was refused. */
  get offersBasic(): boolean | undefined {
    return this.#offersBasic;
  }

  keepSession(session: string | undefined): void {
    this.#session = session?.split(';', 1)[0]?.trim();
  }

  bytes(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  closed(): void {
    this.#end({ reason: 'cut', message: 'the connection was closed' });
  }

  /** With the login, once one is set; asks a second time where only the nonce was too old. */
  async ask(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const reply = await this.#askOnce(method, uri, headers);
    const login = this.#login;
    const challenge = reply.ok && reply.value.status === 401 ? challengeOf(reply.value) : undefined;
    if (login === undefined || challenge === undefined || !isAnew(challenge, login)) return reply;
    login.challenge = challenge;
    login.count = 0;
    return await this.#askOnce(method, uri, headers);
  }

  /** Some describe a stream to anybody and want the login later. */
  async askWithLogin(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Reply> {
    const reply = await this.ask(method, uri, headers);
    const isRefusal = reply.ok && reply.value.status === 401 && this.#login === undefined;
    return isRefusal && this.logIn(reply.value) ? await this.ask(method, uri, headers) : reply;
  }

  /** Answers the challenge of a refusal from now on; false when there is nothing to answer it with. */
  logIn(refusal: RtspResponse): boolean {
    const { credentials } = this.#parts;
    const challenge = challengeOf(refusal);
    if (challenge === undefined || credentials === undefined) return false;
    this.#login = { credentials, challenge, count: 0, verdict: 'unknown' };
    return true;
  }

  /** The answer that is waited for is waited for no longer; the goodbye may still be said. */
  giveUp(message: string): void {
    if (this.#gaveUp) return;
    this.#gaveUp = true;
    this.#answer?.(fail({ reason: 'garbled', message }));
  }

  close(): void {
    this.#connection?.close();
  }

  async #askOnce(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Reply> {
    if (this.#over !== undefined) return fail(asked(method, this.#over));
    const waiting = new AbortController();
    const answered = new Promise<Reply>((resolve) => {
      this.#answer = resolve;
    });
    this.#send(method, uri, headers);
    const limit = AbortSignal.any([waiting.signal, this.#parts.signal]);
    const tired = this.#parts.clock
      .sleep(this.#parts.deadline, limit)
      .then((): Reply => fail({ reason: 'timeout', message: 'no answer in time' }));
    const reply = await Promise.race([answered, tired]);
    waiting.abort();
    this.#answer = undefined;
    return reply.ok ? reply : fail(asked(method, reply.problem));
  }

  #send(method: string, uri: string, headers: Readonly<Record<string, string>>): void {
    this.#sequence += 1;
    const all: Record<string, string> = { CSeq: `${this.#sequence}`, 'User-Agent': 'hatang' };
    if (this.#session !== undefined) all['Session'] = this.#session;
    if (this.#login !== undefined) all['Authorization'] = this.#authorize(method, uri);
    this.#connection?.write(buildRequest(method, uri, { ...all, ...headers }));
  }

  #authorize(method: string, uri: string): string {
    const login = this.#login;
    if (login === undefined) return '';
    login.count += 1;
    const cnonce = Math.floor(this.#parts.random() * 2 ** 48).toString(16);
    return authorization(login.challenge, login.credentials, {
      method,
      uri,
      cnonce,
      count: login.count,
    });
  }

  #take(item: RtspItem): void {
    if (item.kind === 'response') this.#takeAnswer(item);
    if (item.kind === 'garbage') {
      this.#end({ reason: 'garbled', message: item.detail });
      this.close();
    }
  }

  #takeAnswer(response: RtspResponse): void {
    // `100 Continue` and the like: the answer is still to come.
    if (response.status < 200) return;
    const isRefusal = response.status === 401;
    if (isRefusal)
      this.#offersBasic =
        this.#offersBasic === true || offersBasic(headersOf(response, 'www-authenticate'));
    if (this.#login !== undefined && this.#login.verdict !== 'accepted')
      this.#login.verdict = isRefusal ? 'refused' : 'accepted';
    this.#answer?.(ok(response));
  }

  #end(why: Unanswered): void {
    if (this.#over !== undefined) return;
    this.#over = why;
    this.#answer?.(fail(why));
    this.#parts.onClosed();
  }
}

const asked = (method: string, { reason, message }: Unanswered): Unanswered => ({
  reason,
  method,
  message: `${method}: ${message}`,
});

/** A password may travel in the clear here where the camera offers nothing else: RTSP cameras do. */
const challengeOf = (refusal: RtspResponse): Challenge | undefined =>
  chooseChallenge(parseChallenges(headersOf(refusal, 'www-authenticate')), true);

/** Too old a nonce is no refusal; and a login accepted before is right, so that a new nonce is one that took its place. */
const isAnew = (challenge: Challenge, { challenge: answered, verdict }: Login): boolean =>
  isStale(challenge) ||
  (verdict === 'accepted' && challenge.params['nonce'] !== answered.params['nonce']);
