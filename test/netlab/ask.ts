import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { DEFAULT_LINE, type LineOptions, PLACES, type Place } from './line.ts';

/** A line, and perhaps one command on it; without one the line is held. */
export interface AskedLine {
  readonly line: LineOptions;
  readonly place: Place | undefined;
  readonly command: readonly string[];
}

export const USAGE = `node test/netlab/main.ts [options] [-- PLACE COMMAND …]
  --down MBIT --up MBIT   shaped rates, layer 2 (100, 50)
  --delay MS              one way (10)
  --loss PPM              lost of a million packets, each way (0)
  --queue MS              what the shapers' queues hold (50)
  --burst BYTES           so much passes faster after a silence
  --peak MBIT             how fast; without it as fast as the machine can
  --offload auto|on|off   segmentation offload (auto: off below 50 Mbit/s and with loss)
  --port MBIT             the port of the school's server
  --hide-port             it does not say its rate: a switch on the way is slow
  --block-udp             the provider drops UDP
  --congestion NAME       bbr, cubic, reno
  --counter-age S         how stale the router's counters may be (0)
  --no-snmp               a router without SNMP
  --prefix NAME           of the namespaces (hl and the process id)
  --life S                gone after so long, whatever happens (3600)
PLACE is one of ${PLACES.join(', ')}.
`;

export function askedLine(args: readonly string[], defaultPrefix: string): Result<AskedLine> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [place, ...command] = positionals;
    if (place !== undefined && !isPlace(place)) return fail(`no place is called ${place}`);
    const prefix = values.prefix ?? defaultPrefix;
    if (!/^[a-z0-9]{1,12}$/.test(prefix)) return fail('--prefix takes up to 12 small letters');
    return ok({ line: lineOf(values, prefix), place, command });
  } catch (error) {
    return fail(messageOf(error));
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  ...{ down: text, up: text, delay: text, loss: text, queue: text, burst: text, peak: text },
  ...{
    offload: text,
    port: text,
    'hide-port': flag,
    'block-udp': flag,
    congestion: text,
    'counter-age': text,
  },
  ...{ 'no-snmp': flag, prefix: text, life: text },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function lineOf(values: Values, prefix: string): LineOptions {
  const base = DEFAULT_LINE;
  return {
    prefix,
    downMbit: figure(values.down, 'down') ?? base.downMbit,
    upMbit: figure(values.up, 'up') ?? base.upMbit,
    delayMs: figure(values.delay, 'delay') ?? base.delayMs,
    lossPpm: figure(values.loss, 'loss') ?? base.lossPpm,
    queueMs: figure(values.queue, 'queue') ?? base.queueMs,
    burstBytes: figure(values.burst, 'burst'),
    peakMbit: figure(values.peak, 'peak'),
    offload: offloadOf(values.offload),
    portMbit: figure(values.port, 'port'),
    portShown: !(values['hide-port'] ?? false),
    udpBlocked: values['block-udp'] ?? false,
    congestion: nameOf(values.congestion ?? base.congestion),
    counterAgeS: values['no-snmp']
      ? undefined
      : (figure(values['counter-age'], 'counter-age') ?? 0),
    lifeS: figure(values.life, 'life') ?? base.lifeS,
  };
}

function figure(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(value)) throw new Error(`--${name} takes a number`);
  return Number(value);
}

function offloadOf(value = 'auto'): LineOptions['offload'] {
  if (value === 'auto' || value === 'on' || value === 'off') return value;
  throw new Error('--offload takes auto, on or off');
}

function nameOf(value: string): string {
  if (/^[a-z]{1,15}$/.test(value)) return value;
  throw new Error('--congestion takes a name');
}

const isPlace = (value: string): value is Place => PLACES.some((place) => place === value);
