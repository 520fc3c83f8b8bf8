import { Listening } from './listening.ts';
import { type Account, type DigestAlgorithm, DigestGuard } from './login/digest.ts';
import { UsernameTokenGuard } from './login/username-token.ts';
import type { Hang } from './mischief.ts';
import type { RtspLogin, Transport } from './rtsp/options.ts';
import { rtspServer } from './rtsp/rtsp-server.ts';
import type { StreamState } from './rtsp/sender.ts';
import type { Track } from './rtsp/track.ts';
import type { Services } from './soap/answers.ts';
import type { Posture } from './soap/posture-answers.ts';
import { type SoapLogin, soapServer, type Tls } from './soap/soap-server.ts';

/** What every simulated ONVIF device takes, beside what it is. */
export interface OnvifDeviceOptions extends Account, Posture {
  readonly id: string;
  readonly host?: string;
  readonly onvifPort?: number;
  readonly rtspPort?: number;
  /** Device clock minus this machine's. */
  readonly clockOffsetMs?: number;
  readonly state?: StreamState;
  readonly auth?: SoapLogin;
  readonly rtspAuth?: RtspLogin;
  /** The way pictures may be sent: over the connection unless said otherwise. */
  readonly transport?: Transport;
  /** Digest algorithms offered over HTTP, in order; RTSP offers MD5 only. */
  readonly digestAlgorithms?: readonly DigestAlgorithm[];
  readonly nonceLifeMs?: number;
  /** The SOAP side speaks TLS alone. */
  readonly tls?: Tls;
  readonly hang?: Hang | undefined;
  /** The one SOAP operation or RTSP method that hangs; undefined where everything does. */
  readonly hangOn?: string;
  readonly garbage?: boolean;
}

export interface Counters {
  soapRequests: number;
  /** Wrong credentials over SOAP or RTSP; requests without any do not count. */
  loginsFailed: number;
  rtspSessions: number;
  teardowns: number;
}

/** A device on its two ports, gone and back at will. */
export interface SimDevice {
  readonly id: string;
  readonly host: string;
  readonly onvifPort: number;
  readonly rtspPort: number;
  readonly counters: Readonly<Counters>;
  readonly isListening: boolean;
  readonly state: StreamState;
  setState(state: StreamState): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a device is made of, once its addresses and its clock are known. */
export interface Parts {
  readonly services: Services;
  readonly tracks: ReadonlyMap<string, Track>;
}
export interface Place {
  /** `host:port`, known once it listens. */
  readonly onvifAddress: () => string;
  readonly rtspAddress: () => string;
  readonly now: () => Date;
}

const NONCE_LIFE_MS = 5 * 60_000;
export const DEFAULT_HOST = '127.0.0.1';

/** Joins the SOAP and the RTSP side of a device; what it answers is the caller's. */
export async function startOnvifDevice(
  options: OnvifDeviceOptions,
  make: (place: Place) => Parts,
): Promise<SimDevice> {
  const { host = DEFAULT_HOST, state: firstState = 'live' } = options;
  const counters = { soapRequests: 0, loginsFailed: 0, rtspSessions: 0, teardowns: 0 };
  let state = firstState;
  let isListening = false;
  const now = () => Date.now() + (options.clockOffsetMs ?? 0);
  const parts = make({
    onvifAddress: () => `${host}:${soap.port}`,
    rtspAddress: () => `${host}:${rtsp.port}`,
    now: () => new Date(now()),
  });
  const makeSoap = soapMaker(options, parts.services, now, counters);
  const makeRtsp = rtspMaker(options, parts.tracks, () => state, counters);
  const soap = new Listening(makeSoap, host, options.onvifPort ?? 0);
  const rtsp = new Listening(makeRtsp, host, options.rtspPort ?? 0);
  const device: SimDevice = {
    id: options.id,
    host,
    counters,
    get onvifPort() {
      return soap.port;
    },
    get rtspPort() {
      return rtsp.port;
    },
    get isListening() {
      return isListening;
    },
    get state() {
      return state;
    },
    setState(next) {
      state = next;
    },
    async start() {
      await Promise.all([soap.start(), rtsp.start()]);
      isListening = true;
    },
    async stop() {
      isListening = false;
      await Promise.all([soap.stop(), rtsp.stop()]);
    },
  };
  await device.start();
  return device;
}

function soapMaker(
  options: OnvifDeviceOptions,
  services: Services,
  now: () => number,
  counters: Counters,
) {
  const digest = new DigestGuard({
    user: options.user,
    password: options.password,
    realm: realmOf(options),
    algorithms: options.digestAlgorithms ?? ['MD5', 'SHA-256'],
    qop: 'auth',
    nonceLifeMs: options.nonceLifeMs ?? NONCE_LIFE_MS,
  });
  const usernameToken = new UsernameTokenGuard(options, now);
  return () =>
    soapServer({
      services,
      login: options.auth ?? 'both',
      openToAll: options.anonymousUsers === true ? ['GetUsers'] : [],
      digest,
      usernameToken,
      tls: options.tls,
      hang: options.hang,
      hangOn: options.hangOn,
      garbage: options.garbage ?? false,
      seen: {
        request: () => {
          counters.soapRequests += 1;
        },
        failedLogin: () => {
          counters.loginsFailed += 1;
        },
      },
    });
}

function rtspMaker(
  options: OnvifDeviceOptions,
  tracks: ReadonlyMap<string, Track>,
  state: () => StreamState,
  counters: Counters,
) {
  const guard = new DigestGuard({
    user: options.user,
    password: options.password,
    realm: realmOf(options),
    algorithms: ['MD5'],
    qop: 'none',
    nonceLifeMs: options.nonceLifeMs ?? NONCE_LIFE_MS,
  });
  return () =>
    rtspServer({
      tracks,
      transport: options.transport ?? 'tcp',
      login: options.rtspAuth ?? (options.auth === 'none' ? 'none' : 'both'),
      realm: realmOf(options),
      account: options,
      guard,
      state,
      hang: options.hang,
      hangOn: options.hangOn,
      garbage: options.garbage ?? false,
      seen: {
        session: (change) => {
          counters.rtspSessions += change;
        },
        teardown: () => {
          counters.teardowns += 1;
        },
        failedLogin: () => {
          counters.loginsFailed += 1;
        },
      },
    });
}

const realmOf = ({ id }: OnvifDeviceOptions): string => `simulated ${id}`;
