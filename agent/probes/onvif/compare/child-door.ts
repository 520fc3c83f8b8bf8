/**
 * The npm client `onvif`, in a process of its own: nothing imports this file. That client never calls back on a
 * slow body and holds a body of any size, so whoever started it watches the clock and its memory. It only
 * reads, as all we ask: its `connect` and the calls below are Gets.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Cam } from 'onvif';
import * as z from 'zod';
import { systemClock } from '../../../../kit/clock.ts';
import { messageOf } from '../../../../kit/result.ts';
import { CompareOrder, IDENTITY, type Line } from './view.ts';

const LOOK_AT_MEMORY_MS = 20;
const MAX_STREAMS = 4;

const Identity = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).catch(''));
/** It reads a token of digits as a number. */
const Token = z.coerce.string().min(1);
const Profiles = z.array(z.looseObject({ $: z.looseObject({ token: Token }) }));
const Stream = z.looseObject({ uri: z.string() });

type Done = (error: Error | null, answer?: unknown) => void;

const tell = (line: Line): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

async function attempt(step: string, deed: () => Promise<void>): Promise<boolean> {
  try {
    await deed();
    return true;
  } catch (error) {
    tell({ error: { step, message: messageOf(error) } });
    return false;
  }
}

async function look(order: CompareOrder): Promise<void> {
  const { host, port, user, password, deadlineMs } = order;
  const login = user === undefined || password === undefined ? {} : { username: user, password };
  const camera = new Cam({
    // Brackets are for addresses in a URL.
    hostname: host.replace(/^\[|\]$/g, ''),
    useSecure: port === 443,
    ...{ port, timeout: deadlineMs, autoconnect: false },
    ...login,
  });
  keepFromLockout(camera, user !== undefined);
  await attempt('GetSystemDateAndTime', () => tellClock(camera));
  const connect = promisify(camera.connect.bind(camera));
  if (!(await attempt('connect', async () => void (await connect())))) return;
  tell({ connected: true });
  await attempt('GetDeviceInformation', () => tellIdentity(camera));
  await attempt('GetProfiles', () => tellStreams(camera));
  if (camera.uri?.['recording'] !== undefined)
    await attempt('GetRecordings', () => tellRecordings(camera));
}

/**
 * It answers every challenge, without a name as "undefined", and goes on after a refusal: five failed logins in
 * one look, where a camera locks its account after as many. So it is stopped at its first.
 */
function keepFromLockout(camera: Cam, hasLogin: boolean): void {
  const noLogin = (): never => {
    throw new Error('it wants a login');
  };
  if (!hasLogin) Reflect.set(camera, 'digestAuth', noLogin);
  const request: unknown = Reflect.get(camera, '_request');
  if (typeof request !== 'function') throw new Error('another onvif: it has no _request');
  const guarded = (options: unknown, done: (...answer: unknown[]) => void): unknown =>
    request.call(camera, options, (error: unknown, ...answer: unknown[]) => {
      if (/authentication failed/i.test(error ? messageOf(error) : '')) fail('login', error);
      done(error, ...answer);
    });
  Reflect.set(camera, '_request', guarded);
}

async function tellClock(camera: Cam): Promise<void> {
  const askedAtMs = systemClock.now();
  const stated = z.date().parse(await promisify(camera.getSystemDateAndTime.bind(camera))());
  const offsetMs = stated.getTime() + 500 - (askedAtMs + systemClock.now()) / 2;
  tell({ offset_s: Math.round(offsetMs / 100) / 10 });
}

async function tellIdentity(camera: Cam): Promise<void> {
  const all = Identity.parse(await promisify(camera.getDeviceInformation.bind(camera))());
  const names: readonly string[] = Object.values(IDENTITY);
  tell({
    identity: Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))),
  });
}

async function tellStreams(camera: Cam): Promise<void> {
  const profiles = Profiles.parse(camera.profiles ?? []).map(({ $ }) => $.token);
  tell({ profiles });
  for (const profile of profiles.slice(0, MAX_STREAMS))
    await attempt('GetStreamUri', async () => {
      const asked = { protocol: 'RTSP', profileToken: profile };
      const answer = await promisify((done: Done) => camera.getStreamUri(asked, done))();
      const { uri } = Stream.parse(answer);
      tell({ stream: { profile, uri } });
    });
}

async function tellRecordings(camera: Cam): Promise<void> {
  const items: unknown = await promisify(camera.getRecordings.bind(camera))();
  tell({ recordings: items === undefined ? 0 : Array.isArray(items) ? items.length : 1 });
}

/** Bodies lie outside the heap, where V8's own limit does not reach. */
function watchMemory(maxBytes: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() <= maxBytes) return;
    tell({ error: { step: 'memory', message: `more than ${Math.round(maxBytes / 1e6)} MB` } });
    process.exit(1);
  }, LOOK_AT_MEMORY_MS);
}

function fail(step: string, error: unknown): never {
  tell({ error: { step, message: messageOf(error) } });
  process.exit(1);
}

const version: unknown = createRequire(import.meta.url)('onvif/package.json');
tell({ library: `onvif ${z.looseObject({ version: z.string() }).parse(version).version}` });
process.on('uncaughtException', (error) => fail('crash', error));
// Its input ends with its parent, however that ends.
const input = createInterface({ input: process.stdin });
input.on('close', () => process.exit(0));
input.once('line', (line) => {
  const order = CompareOrder.parse(JSON.parse(line));
  watchMemory(order.maxRssBytes);
  setTimeout(() => process.exit(1), order.deadlineMs);
  void attempt('look', () => look(order)).then(() => tell({ done: true }));
});
