import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { sendBurst } from '../../../kit/burst-door.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { ms } from '../../../kit/units.ts';
import {
  encodeFillWord,
  type FillOrder,
  FillReceipt,
  filler,
  readFillWord,
} from '../../../wire/fill.ts';
import { ask, type FarEnd, reasonOf } from './streams-door.ts';

export interface Filling {
  readonly farEnd: FarEnd;
  /** The far end's echo, resolved. */
  readonly to: { readonly address: string; readonly port: number };
  readonly bytes: number;
  readonly bps: number;
}

const ASK_TIMES = 3;
const ASK_WAIT = ms(400);
const ID_BYTES = 8;
const MOST_ANSWER_BYTES = 4_096;

/** Has the far end fill the line towards here; gives the bytes it sent. */
export async function fillDown(filling: Filling, signal: AbortSignal): Promise<Result<number>> {
  const socket = await connected(filling.to);
  if (!socket.ok) return socket;
  try {
    const id = randomBytes(ID_BYTES).toString('hex');
    const cookie = await askCookie(socket.value, { id, filling }, signal);
    if (cookie === undefined) return fail('no answer by UDP');
    const { bytes, bps } = filling;
    return await order(filling.farEnd, { id, cookie, bytes, bps }, signal);
  } finally {
    socket.value.close();
  }
}

/** Fills the line from here; gives the bytes that were sent. */
export async function fillUp(filling: Filling, signal: AbortSignal): Promise<Result<number>> {
  const socket = await connected(filling.to);
  if (!socket.ok) return socket;
  try {
    const { bytes, bps, farEnd } = filling;
    const burst = { bytes, bps, datagram: filler(), clock: farEnd.clock };
    return ok(await sendBurst(socket.value, burst, signal));
  } finally {
    socket.value.close();
  }
}

async function connected({ address, port }: Filling['to']): Promise<Result<Socket>> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const problem = await new Promise<string | undefined>((settle) => {
    socket.on('error', (error) => settle(reasonOf(error)));
    socket.connect(port, address, () => settle(undefined));
  });
  if (problem === undefined) return ok(socket);
  socket.close();
  return fail(problem);
}

async function askCookie(
  socket: Socket,
  { id, filling }: { readonly id: string; readonly filling: Filling },
  outer: AbortSignal,
): Promise<string | undefined> {
  const answered = new AbortController();
  const signal = AbortSignal.any([outer, answered.signal]);
  let cookie: string | undefined;
  socket.on('message', (datagram) => {
    const word = readFillWord(datagram);
    if (word?.kind !== 'cookie' || word.id !== id) return;
    cookie = word.cookie;
    answered.abort();
  });
  const question = encodeFillWord({ kind: 'ask', id, cookie: '0'.repeat(16) });
  for (let time = 0; time < ASK_TIMES && !signal.aborted; time += 1) {
    socket.send(question, () => undefined);
    await filling.farEnd.clock.sleep(ASK_WAIT, signal);
  }
  return cookie;
}

function order(farEnd: FarEnd, wanted: FillOrder, signal: AbortSignal): Promise<Result<number>> {
  return new Promise((settle) => {
    const asked = { method: 'POST', path: '/api/v1/measure/fill' } as const;
    const request = ask(farEnd, asked, { failed: (why) => settle(fail(why)), signal });
    // A stopped request tells nobody of itself.
    signal.addEventListener('abort', () => settle(fail('stopped')), { once: true });
    request.once('response', async (response) => {
      if (response.statusCode !== 200) {
        settle(fail(`far end answered ${response.statusCode}`));
        request.destroy();
        return;
      }
      settle(await readReceipt(response));
    });
    request.end(JSON.stringify(wanted));
  });
}

async function readReceipt(response: AsyncIterable<unknown>): Promise<Result<number>> {
  try {
    let text = '';
    for await (const part of response) {
      text += String(part);
      if (text.length > MOST_ANSWER_BYTES) return fail('far end answered too much');
    }
    return ok(FillReceipt.parse(JSON.parse(text)).sent);
  } catch {
    // Broken off, not JSON or of another shape: no receipt in any case.
    return fail('far end answered no count');
  }
}
