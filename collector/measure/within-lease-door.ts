import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Allowance, refusalWords } from '../lease/gate.ts';
import type { MeasureHandlers } from './door.ts';
import { allowanceOf, DEFAULT_MEASURE_LIMITS, type MeasureLimits } from './limits.ts';
import { sendProblem } from './problem-door.ts';

/** A handler of one stream, and what the stream's lease leaves it. */
export type LeasedHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  allowance: Allowance,
) => void;

export interface LeasedHandlers {
  readonly download: LeasedHandler;
  readonly upload: LeasedHandler;
}

/** Lets the far end's handlers give each stream what its lease has left, and cuts it where the lease ends. */
export function withinLease(
  { download, upload }: MeasureHandlers,
  limits: MeasureLimits = DEFAULT_MEASURE_LIMITS,
): LeasedHandlers {
  return {
    download(request, response, allowance) {
      follow(request, response, allowance);
      const asked = allowanceOf(request.url ?? '', limits);
      // A question that is none is for the handler to refuse.
      if (asked !== undefined) bound(request, response, { allowance, asked });
      download(request, response);
    },
    upload(request, response, allowance) {
      follow(request, response, allowance);
      countUpload(request, response, allowance);
      upload(request, response);
    },
  };
}

/** The stream's place is given back when it ends, and it ends with its lease at the latest. */
function follow(request: IncomingMessage, response: ServerResponse, allowance: Allowance): void {
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, allowance.cutAfter);
  allowance.ended.addEventListener('abort', cut);
  response.once('close', () => {
    clearTimeout(timer);
    allowance.ended.removeEventListener('abort', cut);
    allowance.close();
  });
}

/** The bytes are taken before they are poured, and those that were not poured are given back. */
function bound(
  request: IncomingMessage,
  response: ServerResponse,
  {
    allowance,
    asked,
  }: { readonly allowance: Allowance; readonly asked: NonNullable<ReturnType<typeof allowanceOf>> },
): void {
  const size = allowance.take(asked.size);
  const span = Math.min(asked.span, allowance.span) / 1_000;
  const path = request.url?.split('?', 1)[0] ?? '';
  request.url = `${path}?seconds=${Math.max(0.001, span).toFixed(3)}&bytes=${size}`;
  const { socket } = request;
  const before = socket.bytesWritten;
  response.once('close', () => {
    allowance.giveBack(size - Math.max(0, socket.bytesWritten - before));
  });
}

function countUpload(
  request: IncomingMessage,
  response: ServerResponse,
  allowance: Allowance,
): void {
  request.on('data', (part: Buffer) => {
    if (response.headersSent || allowance.take(part.length) === part.length) return;
    response.once('finish', () => request.destroy());
    sendProblem(response, 413, { detail: refusalWords.spent, reason: 'spent' });
  });
}
