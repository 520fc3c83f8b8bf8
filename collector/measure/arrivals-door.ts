import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import { congestionControl } from '../../kit/congestion-door.ts';
import { startLoad } from '../../kit/load-door.ts';
import { countPort, portWith } from '../../kit/port-count-door.ts';
import { type FarEndState, SAMPLE_MS } from '../../wire/arrivals.ts';
import type { Test, Tests } from './running-tests.ts';

/** How much may wait for a caller that doesn't read; then lines are left out. */
const MOST_WAITING = 16 * 1024;

interface Telling {
  readonly test: Test;
  readonly tests: Tests;
  readonly clock: Clock;
}

/** Tells a line at once and then one each 20 ms, until the caller goes or the stream is cut. */
export function tellArrivals(
  request: IncomingMessage,
  response: ServerResponse,
  { test, tests, clock }: Telling,
): void {
  const port = portWith(request.socket.localAddress);
  const load = startLoad();
  const congestion = congestionControl();
  response.writeHead(200, {
    'Content-Type': 'application/x-ndjson',
    'Cache-Control': 'no-store, no-transform',
  });
  const tell = (): void => {
    if (response.destroyed || response.writableLength > MOST_WAITING) return;
    const counted = count(clock, port);
    if (counted === undefined) return;
    const { processors, loop } = load();
    const state: FarEndState = {
      ...counted,
      bytes: test.taken,
      busy: round(Math.max(processors, loop)),
      tests: tests.size,
      ...(congestion === undefined ? {} : { congestion }),
    };
    // The port serves all tests at once: beside another one its count is nobody's.
    if (tests.size > 1) delete state.port;
    response.write(`${JSON.stringify(state)}\n`);
  };
  tell();
  const timer = setInterval(tell, SAMPLE_MS);
  response.once('close', () => clearInterval(timer));
}

/** Undefined where count and moment don't belong together: better no line than a wrong one. */
function count(
  clock: Clock,
  port: string | undefined,
): Pick<FarEndState, 'atMs' | 'port'> | undefined {
  if (port === undefined) return { atMs: round(clock.elapsed()) };
  const counted = countPort(port, clock);
  if (counted === undefined) return undefined;
  const { rxBytes, rxFrames } = counted.frames;
  return { atMs: round(counted.at), port: { bytes: rxBytes, frames: rxFrames } };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
