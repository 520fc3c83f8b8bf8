import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf, type Result } from '../../kit/result.ts';
import { seconds } from '../../kit/units.ts';
import { labTls, labToken } from './key-door.ts';
import { type Listener, type ListenerParts, listen } from './listener-door.ts';
import type { Hearing } from './state.ts';
import { Turns } from './turns.ts';

export interface Listening extends Pick<ListenerParts, 'answer' | 'refused' | 'broken' | 'limits'> {
  /** ADDRESS:PORT. */
  readonly listen: string;
  readonly data: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly hear: (hearing: Hearing) => void;
}

const AGAIN_AFTER = seconds(30);

/** Twice the requests that are answered: who comes oftener is not even spoken to. */
const CONNECTIONS_PER_MINUTE = 480;

/** Hears lab machines until the end; what is in the way is said and tried again, because it may go away. */
export async function keepListening(parts: Listening, signal: AbortSignal): Promise<void> {
  const { clock, log, hear } = parts;
  let since = clock.now();
  let said = '';
  while (!signal.aborted) {
    const listener = await begin(parts);
    if (listener.ok) {
      hear({ kind: 'listening', port: listener.value.port });
      log.info({ listen: parts.listen }, 'lab machines are heard');
      await ended(signal);
      await listener.value.close();
      return;
    }
    if (said === '') since = clock.now();
    if (said !== listener.problem) log.error({ problem: listener.problem }, 'lab machines unheard');
    said = listener.problem;
    hear({ kind: 'failing', problem: said, since });
    await clock.sleep(AGAIN_AFTER, signal);
  }
}

async function begin(parts: Listening): Promise<Result<Listener>> {
  const { data, clock } = parts;
  const tls = await labTls(data, clock.now());
  if (!tls.ok) return tls;
  const token = labToken(data);
  if (!token.ok) return token;
  const [host = '', port = ''] = parts.listen.split(':');
  const turns = new Turns(CONNECTIONS_PER_MINUTE);
  const admits = (address: string): boolean => turns.take(address, clock.elapsed());
  try {
    const at = { host, port: Number(port) };
    return { ok: true, value: await listen({ ...parts, at, tls: tls.value, admits }) };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
