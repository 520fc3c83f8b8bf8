import type { Clock } from '../../../kit/clock.ts';
import { bytes, hours, type Ms, seconds } from '../../../kit/units.ts';
import type { Pass, Probe } from '../probe.ts';
import { type CameraPass, cameraFacts } from './facts.ts';
import { knockAtPorts, NO_PORTS, type OpenPorts } from './open-ports.ts';
import type { CameraEntry } from './options.ts';
import type { Knock } from './ports-door.ts';
import { InventedLogin } from './reading/invented-login.ts';
import { LoginBreaker } from './reading/login-breaker.ts';
import { type CameraReading, readCamera } from './reading/read-camera.ts';
import { SettledAnswers } from './reading/settled-answers.ts';
import type { Receive } from './rtsp/connect.ts';
import { type StreamReading, watchStream } from './rtsp/watch-stream.ts';
import type { Credentials } from './soap/digest.ts';
import { type Host, parseHost } from './soap/endpoint.ts';
import { Patience } from './soap/patience.ts';
import type { TrustingDoors } from './trust/trusting.ts';
import { cameraState } from './verdicts.ts';
import { sayCamera } from './words.ts';

/** The doors a camera is reached through, and the parts of the agent. */
export interface CameraParts extends TrustingDoors {
  readonly receive: Receive;
  readonly tcp: Knock;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface CameraCadence {
  readonly every: Ms;
  readonly deadline: Ms;
  readonly window: Ms;
  readonly ports: boolean;
  readonly invented_login: boolean;
  readonly udp: boolean;
}

/** For one exchange, one answer, one knock. */
export const STEP_DEADLINE = seconds(5);
export const MAX_STREAM_BYTES = bytes(64 * 1024 * 1024);
const PORTS_EVERY = hours(1);

/** One camera, pass after pass: what it keeps is where it answered and how its logins went. */
export class CameraProbe implements Probe {
  readonly id: string;
  readonly every: Ms;
  readonly deadline: Ms;
  readonly #entry: CameraEntry;
  readonly #host: Host;
  readonly #cadence: CameraCadence;
  readonly #parts: CameraParts;
  readonly #breaker: LoginBreaker;
  readonly #settled: SettledAnswers;
  readonly #invented: InventedLogin;
  #port: number | undefined;
  #knocked: { readonly atMs: number; readonly ports: OpenPorts } | undefined;

  constructor(entry: CameraEntry, cadence: CameraCadence, parts: CameraParts) {
    this.id = entry.id;
    this.every = cadence.every;
    this.deadline = cadence.deadline;
    this.#entry = entry;
    this.#host = parseHost(entry.address);
    this.#cadence = cadence;
    this.#parts = parts;
    this.#breaker = new LoginBreaker(parts.clock);
    this.#settled = new SettledAnswers(parts.clock);
    this.#invented = new InventedLogin(parts.clock);
  }

  async measure(signal: AbortSignal): Promise<Pass> {
    const credentials = this.#credentials();
    const reading = await this.#read(credentials, signal);
    const watched = await this.#watch(reading, credentials, signal);
    if (credentials !== undefined) this.#breaker.record(loginIn(reading, watched));
    const ports = reading.reachable ? await this.#openPorts(signal) : NO_PORTS;
    const at = this.#parts.clock.now();
    const certificateChanged = this.#parts.certificates.changedOf(this.#host.host);
    const pass: CameraPass = { device: this.id, at, reading, watched, ports, certificateChanged };
    const healthy = cameraState(reading, watched) === 'live';
    const problem = sayCamera(reading, watched);
    return { facts: cameraFacts(pass), healthy, ...(problem === undefined ? {} : { problem }) };
  }

  #credentials(): Credentials | undefined {
    return this.#breaker.mayLogIn() ? credentialsOf(this.#entry) : undefined;
  }

  async #read(credentials: Credentials | undefined, signal: AbortSignal): Promise<CameraReading> {
    const reading = await readCamera({
      ...this.#parts,
      signal,
      credentials,
      deadline: STEP_DEADLINE,
      host: this.#host,
      knownPort: this.#port,
      heldBack: credentials === undefined && this.#entry.user !== undefined,
      invented: this.#cadence.invented_login && credentials !== undefined && this.#invented.isDue(),
      maxStreams: 2,
      recordings: false,
      settled: this.#settled.due(),
      patience: new Patience(),
    });
    this.#port = reading.port ?? this.#port;
    return this.#invented.complete(this.#settled.complete(reading));
  }

  /** A failed login over ONVIF was the one of this pass: the stream is then asked without any. */
  async #watch(
    { auth, streams }: CameraReading,
    credentials: Credentials | undefined,
    signal: AbortSignal,
  ): Promise<StreamReading | undefined> {
    const address = streams[0]?.address;
    if (address === undefined) return undefined;
    return await watchStream({
      ...this.#parts,
      address,
      signal,
      credentials: auth === 'failed' ? undefined : credentials,
      receive: this.#cadence.udp ? this.#parts.receive : undefined,
      window: this.#cadence.window,
      deadline: STEP_DEADLINE,
      maxBytes: MAX_STREAM_BYTES,
    });
  }

  async #openPorts(signal: AbortSignal): Promise<OpenPorts> {
    if (!this.#cadence.ports) return NO_PORTS;
    const now = this.#parts.clock.elapsed();
    if (this.#knocked !== undefined && now - this.#knocked.atMs < PORTS_EVERY)
      return this.#knocked.ports;
    const parts = { ...this.#parts, deadline: STEP_DEADLINE, signal };
    const ports = await knockAtPorts(this.#host, parts);
    if (!signal.aborted) this.#knocked = { atMs: now, ports };
    return ports;
  }
}

export function credentialsOf({
  user,
  password,
}: {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}): Credentials | undefined {
  return user === undefined || password === undefined ? undefined : { user, password };
}

function loginIn(reading: CameraReading, watched: StreamReading | undefined) {
  if (reading.auth === 'failed' || watched?.loginFailed === true) return 'failed';
  return reading.auth === 'ok' || reading.auth === 'any_credentials' ? 'ok' : 'untried';
}
