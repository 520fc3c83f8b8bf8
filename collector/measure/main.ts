/** `hatang measure-server [--listen HOST:PORT]`: a far end for bandwidth tests, without a collector. */
import { parseArgs } from 'node:util';
import { systemClock } from '../../kit/clock.ts';
import { congestionControl } from '../../kit/congestion-door.ts';
import { endpointOf } from '../../kit/endpoint.ts';
import { messageOf } from '../../kit/result.ts';
import { congestionAdvice } from './advice.ts';
import { type MeasureServer, serveMeasurement } from './serve-door.ts';

const DEFAULT_LISTEN = '127.0.0.1:8480';

export async function run(args: readonly string[]): Promise<0 | 2 | 3> {
  const endpoint = listenOf(args);
  if (endpoint === undefined) {
    process.stderr.write('hatang measure-server [--listen HOST:PORT]\n');
    return 2;
  }
  let server: MeasureServer;
  try {
    server = await serveMeasurement(endpoint, { clock: systemClock });
  } catch (error) {
    process.stderr.write(`hatang measure-server: ${messageOf(error)}\n`);
    return 3;
  }
  const stopped = stopAsked();
  process.stdout.write(`http://${endpoint.host}:${server.port} (HTTP, UDP echo)\n`);
  const advice = congestionAdvice(congestionControl());
  if (advice !== undefined) process.stderr.write(`${advice.vi}\n${advice.en}\n`);
  await stopped;
  await server.close();
  return 0;
}

function listenOf(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: { listen: { type: 'string' } } });
    return endpointOf(values.listen ?? DEFAULT_LISTEN);
  } catch {
    // An unknown option is wrong use, as is an address that is none: the usage line says so.
    return undefined;
  }
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
