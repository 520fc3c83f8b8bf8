import type { IncomingMessage, ServerResponse } from 'node:http';
import { FillOrder } from '../../wire/fill.ts';
import { type Allowance, refusalWords } from '../lease/gate.ts';
import { sendProblem } from './problem-door.ts';

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
    return sendProblem(response, 400, { detail: 'expected {id, cookie, bytes, bps}' });
  const taken = allowance.take(order.bytes);
  if (taken < order.bytes) {
    allowance.giveBack(taken);
    return sendProblem(response, 413, { detail: refusalWords.spent, reason: 'spent' });
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const sent = await fill(order, gone.signal);
  allowance.giveBack(taken - (sent ?? 0));
  if (sent === undefined)
    return sendProblem(response, 409, { detail: 'nobody read this cookie lately' });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify({ sent }));
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
