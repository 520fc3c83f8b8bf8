import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { ADDRESS, WAN_PORT } from '../../netlab/line.ts';
import { run, untilSaid } from '../../netlab/process-door.ts';
import type { StandingLine } from '../../netlab/standing-line.ts';
import type { Case } from './case.ts';
import { starve } from './starve-door.ts';

const LAUNCHER = fileURLToPath(new URL('../../../cli/hatang.mjs', import.meta.url));
const FAR_END = `${ADDRESS.far}:8480`;
/** A starved agent needs half a minute to start. */
const PATIENCE_MS = 120_000;

const Side = z.object({
  available_bps: z.number().nullable(),
  capacity_bps: z.number().nullable(),
  method: z.string().nullable(),
  seconds: z.number(),
  bytes: z.number(),
  error: z.string().optional(),
});
const Report = z.object({
  down: Side,
  up: Side,
  latency: z.object({
    idle_ms: z.number().nullable(),
    loaded_down_ms: z.number().nullable(),
    loaded_up_ms: z.number().nullable(),
    method: z.string().optional(),
  }),
  bottleneck: z.object({ where: z.string(), why: z.string() }),
  seconds: z.number(),
  bytes: z.number(),
});

/** The report of `hatang uplink measure --json`, and what the router's port carried meanwhile. */
export type Measured = z.infer<typeof Report> & { readonly wire: Wire };

interface Wire {
  readonly down: number;
  readonly up: number;
}

export async function startFarEnd(line: StandingLine): Promise<ChildProcess> {
  const child = line.start('far', [
    process.execPath,
    LAUNCHER,
    'measure-server',
    '--listen',
    FAR_END,
  ]);
  await untilSaid(child, 'http://');
  return child;
}

/** One measurement by the command a school has, in its own process. */
export async function measure(line: StandingLine, each: Case): Promise<Result<Measured>> {
  const router = each.router
    ? [
        ...['--router', ADDRESS.router, '--wan-interface', WAN_PORT],
        ...['--community-file', join(line.folder, 'community')],
      ]
    : [];
  const command = [process.execPath, LAUNCHER, 'uplink', 'measure'];
  const starved = starve(line, each.starvation);
  if (!starved.ok) return starved;
  try {
    const before = await wireBytes(line);
    const argv = [...command, '--server', `http://${FAR_END}`, ...router, '--json'];
    const { code, out, err } = await run(
      [...starved.value.prefix, ...line.at('agt'), ...argv],
      PATIENCE_MS,
    );
    const after = await wireBytes(line);
    const parsed = Report.safeParse(jsonOf(out));
    if (!parsed.success) return fail(`code ${code}: ${err.trim().split('\n')[0] ?? ''}`);
    return ok({
      ...parsed.data,
      wire: { down: after.down - before.down, up: after.up - before.up },
    });
  } finally {
    starved.value.end();
  }
}

async function wireBytes(line: StandingLine): Promise<Wire> {
  const files = ['rx_bytes', 'tx_bytes'].map(
    (one) => `/sys/class/net/${WAN_PORT}/statistics/${one}`,
  );
  const { out } = await line.run('rtr', ['cat', ...files]);
  const [down = 0, up = 0] = out.split('\n').map(Number);
  return { down, up };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it said instead stands on stderr.
    return undefined;
  }
}
