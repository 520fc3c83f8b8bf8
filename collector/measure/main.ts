/** `hatang measure-server [--listen HOST:PORT] …`: a far end for bandwidth tests, without a collector. */
import { parseArgs } from 'node:util';
import { systemClock } from '../../kit/clock.ts';
import { congestionControl } from '../../kit/congestion-door.ts';
import { type Endpoint, endpointOf } from '../../kit/endpoint.ts';
import { messageOf } from '../../kit/result.ts';
import { parseRate } from '../../kit/units.ts';
import type { LeaseLimits } from '../lease/limits.ts';
import { congestionAdvice } from './advice.ts';
import { LONE_LIMITS } from './lone-leases-door.ts';
import { type MeasureServer, serveMeasurement } from './serve-door.ts';

const DEFAULT_LISTEN = '127.0.0.1:8480';
const USAGE =
  'hatang measure-server [--listen HOST:PORT] [--slots N] [--capacity 1Gbit/s] [--tests-a-minute N]\n';

export async function run(args: readonly string[]): Promise<0 | 2 | 3> {
  const asked = read(args);
  if (asked === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { endpoint, leases } = asked;
  let server: MeasureServer;
  try {
    server = await serveMeasurement(endpoint, { clock: systemClock, leases });
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

/** Undefined where it is wrong use. */
function read(
  args: readonly string[],
): { readonly endpoint: Endpoint; readonly leases: LeaseLimits } | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const endpoint = endpointOf(values.listen);
    const slots = countOf(values.slots);
    const capacity = parseRate(values.capacity);
    const most = countOf(values['tests-a-minute']);
    if (endpoint === undefined || slots === undefined || most === undefined) return undefined;
    if (capacity === undefined || capacity < 1e6) return undefined;
    const { light, heavy } = LONE_LIMITS.terms;
    const terms = { light: { ...light, most }, heavy: { ...heavy, most } };
    return { endpoint, leases: { ...LONE_LIMITS, slots, capacity, terms } };
  } catch {
    // An unknown option is wrong use, as is an address that is none: the usage line says so.
    return undefined;
  }
}

const OPTIONS = {
  listen: { type: 'string', default: DEFAULT_LISTEN },
  slots: { type: 'string', default: String(LONE_LIMITS.slots) },
  capacity: { type: 'string', default: '1Gbit/s' },
  /** From one address. */
  'tests-a-minute': { type: 'string', default: String(LONE_LIMITS.terms.light.most) },
} as const;

const countOf = (text: string): number | undefined =>
  /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
