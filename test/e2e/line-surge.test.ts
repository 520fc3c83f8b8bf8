import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { LineCounters } from '../../agent/probes/line-counters.ts';
import { UplinkOptions } from '../../agent/probes/uplink/options.ts';
import { uplinkProbes } from '../../agent/probes/uplink/probe.ts';
import { systemClock as clock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { ms } from '../../kit/units.ts';

let farEnd: Server | undefined;
const asked: string[] = [];
afterEach(() => {
  farEnd?.closeAllConnections();
  farEnd?.close();
});

/** Grants whatever is asked and pours 20 MB a second, so that a test lasts as long as it may. */
async function slowFarEnd(): Promise<string> {
  const lease = { lease: 'a-lease-for-this-test', expiresAt: '2026-11-25T00:00:00.000Z' };
  const terms = { expiresInS: 20, seconds: 5, downBytes: 1e9, upBytes: 1e9 };
  farEnd = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    asked.push(`${request.method} ${path}`);
    if (request.method === 'DELETE') return response.writeHead(204).end();
    if (path.endsWith('/leases')) {
      response.writeHead(201);
      return response.end(JSON.stringify({ state: 'granted', ...lease, ...terms }));
    }
    response.writeHead(200);
    const pour = path.endsWith('/download')
      ? () => response.write(Buffer.alloc(50_000))
      : () => response.write(`${JSON.stringify({ atMs: 1, bytes: 0, busy: 0, tests: 1 })}\n`);
    const timer = setInterval(pour, 10);
    response.once('close', () => clearInterval(timer));
    return response;
  });
  await once(farEnd.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(farEnd.address() as { port: number }).port}`;
}

/** A router whose line is all but idle until a test of ours has read it six times 50 ms apart: then others fill it. */
function busyLater(): LineCounters & { readonly surgedAt: () => number | undefined } {
  const own = 24e6;
  let carried = 0;
  let last = clock.elapsed();
  let close = 0;
  let surgedAt: number | undefined;
  return {
    surgedAt: () => surgedAt,
    close: () => undefined,
    async read() {
      const now = clock.elapsed();
      close = now - last < 80 ? close + 1 : 0;
      if (close >= 6) surgedAt ??= now;
      const rate = surgedAt === undefined ? (close > 0 ? own : 1e5) : 5 * own;
      carried += (rate * (now - last)) / 1_000;
      last = now;
      const octets = BigInt(Math.round(carried));
      const count = { inOctets: octets, outOctets: octets / 50n, takenAt: now, took: ms(0) };
      const unknown = { inFrames: undefined, outFrames: undefined, headerBytes: undefined };
      const rest = { discontinuity: 0, agentUptimeS: 9, speedBps: 1e9 };
      return { ok: true, value: { ...count, ...unknown, ...rest } };
    },
  };
}

it('gives the line back to whoever needs it: no rate, the reason, the lease handed back, another time', async () => {
  const server = await slowFarEnd();
  const section = UplinkOptions.parse({
    targets: [],
    contract: { down: '400Mbit/s', up: '400Mbit/s' },
    bandwidth: { server, max_bytes: '500MiB', budget: '2GiB' },
  });
  const data = mkdtempSync(join(tmpdir(), 'hatang-surge-'));
  const counters = busyLater();
  const parts = { clock, log: silentLog, random: () => 0.5 };
  const probe = uplinkProbes(section, parts, { data, counters }).probes.find(({ id }) =>
    id.endsWith(':bandwidth'),
  );
  const pass = await probe?.measure(new AbortController().signal);
  const took = clock.elapsed() - (counters.surgedAt() ?? 0);
  expect(pass?.facts).toMatchObject([
    { measurement: 'uplink_turn', fields: { tested: false, waited: 'surge' } },
  ]);
  expect(String(pass?.facts[0]?.fields['error'])).toMatch(/^aborted: others came to use/);
  expect(pass?.again).toBeGreaterThan(60_000);
  expect(pass?.problem?.vi).toContain('có người cần đường truyền');
  expect(asked.at(-1)).toBe('DELETE /api/v1/leases');
  expect(asked).not.toContain('POST /api/v1/measure/upload');
  // Without the kernel's count of the own port, as on loopback, a quarter of a second of the line is forgiven first.
  expect(took).toBeLessThan(1_500);
  rmSync(data, { recursive: true });
}, 30_000);
