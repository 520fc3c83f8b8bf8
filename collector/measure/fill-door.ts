import type { IncomingMessage, ServerResponse } from 'node:http';
import { FillOrder } from '../../wire/fill.ts';
import type { Allowance } from './allowance.ts';
import { answer, problem } from './answers-door.ts';

/** Sends filler to whoever read his cookie; undefined when nobody did. */
export type Fill = (order: FillOrder, signal: AbortSignal) => Promise<number | undefined>;

const MOST_BODY_BYTES = 1_024;

/** POST …/fill → {sent}: the queue of the line towards the caller is filled, within the lease. */
export async function fillQueue(
  request: IncomingMessage,
  response: ServerResponse,
  { allowance, fill }: { readonly allowance: Allowance; readonly fill: Fill },
): Promise<void> {
  const order = await readOrder(request);
  if (response.destroyed) return;
  if (order === undefined)
    return problem(response, 400, 'bad question', 'expected {id, cookie, bytes, bps}');
  if (order.bytes > allowance.left('down'))
    return problem(response, 413, 'too large', 'more than the lease allows');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const sent = await fill(order, gone.signal);
  if (sent === undefined)
    return problem(response, 409, 'unknown cookie', 'nobody read this cookie lately');
  allowance.spend('down', sent);
  answer(response, 200, 'application/json', { sent });
}

async function readOrder(request: IncomingMessage): Promise<FillOrder | undefined> {
  try {
    let text = '';
    for await (const part of request.setEncoding('utf8')) {
      text += part;
      if (text.length > MOST_BODY_BYTES) return undefined;
    }
    return FillOrder.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON, or broken off: no order either way.
    return undefined;
  }
}
