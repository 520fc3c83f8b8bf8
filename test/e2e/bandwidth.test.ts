import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { measureDown, measureUp } from '../../agent/probes/uplink/bandwidth-door.ts';
import { acquireLease } from '../../agent/probes/uplink/lease-door.ts';
import { UplinkOptions } from '../../agent/probes/uplink/options.ts';
import { uplinkProbes } from '../../agent/probes/uplink/probe.ts';
import type { FarEnd } from '../../agent/probes/uplink/streams-door.ts';
import { type MeasureServer, serveMeasurement } from '../../collector/measure/serve-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { ms, seconds } from '../../kit/units.ts';

let real: MeasureServer | undefined;
let odd: Server | undefined;
afterEach(async () => {
  await real?.close();
  odd?.closeAllConnections();
  odd?.close();
  real = undefined;
  odd = undefined;
});

const never = new AbortController().signal;
const noPort = { name: undefined, background: undefined };
const farEndAt = (port: number): FarEnd => ({
  server: `http://127.0.0.1:${port}`,
  token: 'agent-token',
  lease: 'a-lease-of-this-agent',
  seconds: 0.6,
  downBytes: 400_000_000,
  upBytes: 400_000_000,
  clock: systemClock,
});

async function realFarEnd(): Promise<FarEnd> {
  real = await serveMeasurement({ host: '127.0.0.1', port: 0 }, { clock: systemClock });
  const farEnd = farEndAt(real.port);
  return { ...farEnd, lease: await leaseOf(farEnd.server) };
}

async function leaseOf(server: string): Promise<string> {
  const asking = { server, clock: systemClock, random: Math.random, patience: seconds(5) };
  const granted = await acquireLease(
    { ...asking, request: { device: 'line', weight: 'light', expectedDownBps: 1e9 } },
    never,
  );
  if (!granted.ok) throw new Error(granted.problem.why);
  return granted.value.lease;
}

async function oddFarEnd(answer: RequestListener): Promise<FarEnd> {
  odd = createServer(answer);
  await once(odd.listen(0, '127.0.0.1'), 'listening');
  return farEndAt((odd.address() as { port: number }).port);
}

describe('bandwidth against our own far end', () => {
  it('gives both rates, and the bytes it spent', async () => {
    const farEnd = await realFarEnd();
    const down = await measureDown(farEnd, noPort, never);
    const up = await measureUp(farEnd, noPort, never);
    for (const { rate, bytes, seconds, method } of [down, up]) {
      expect(rate).toMatchObject({ ok: true });
      expect(method).toBe('tcp4_app');
      expect(bytes).toBeGreaterThan(1_000_000);
      expect(seconds).toBeLessThan(5);
    }
  });

  it('stays below its cap on bytes, and still gives what it saw', async () => {
    const most = 8_000_000;
    const farEnd = { ...(await realFarEnd()), downBytes: most, upBytes: most };
    const down = await measureDown(farEnd, noPort, never);
    const up = await measureUp(farEnd, noPort, never);
    expect(down.bytes).toBeLessThanOrEqual(most);
    expect(up.bytes).toBeLessThanOrEqual(most);
  });

  it('stops at once when it is told to, with the reason it was given', async () => {
    const farEnd = { ...(await realFarEnd()), seconds: 5 };
    const stop = new AbortController();
    const running = measureDown(farEnd, noPort, stop.signal);
    await farEnd.clock.sleep(ms(150));
    const asked = performance.now();
    stop.abort(new Error('others need the line'));
    expect((await running).rate).toEqual({ ok: false, problem: 'others need the line' });
    expect(performance.now() - asked).toBeLessThan(200);
  });

  it('tells both figures in one fact and its turn in another, in a lease of its own and within the day’s bytes', async () => {
    real = await serveMeasurement({ host: '127.0.0.1', port: 0 }, { clock: systemClock });
    const server = `http://127.0.0.1:${real.port}`;
    const section = UplinkOptions.parse({
      targets: [],
      bandwidth: { server, seconds: 0.6, max_bytes: '50MiB', budget: '110MiB' },
    });
    const data = mkdtempSync(join(tmpdir(), 'hatang-line-'));
    const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
    const [probe] = uplinkProbes(section, parts, { data }).probes;
    const pass = await probe?.measure(never);
    expect(pass?.facts).toHaveLength(2);
    const fields = pass?.facts[0]?.fields ?? {};
    const turn = pass?.facts[1];
    expect(fields).toMatchObject({
      method: 'tcp4_app',
      bottleneck: expect.any(String),
      capacity_problem: 'missing',
    });
    expect(turn).toMatchObject({
      measurement: 'uplink_turn',
      fields: {
        tested: true,
        budget_bytes: 110 * 1024 ** 2,
        budget_used_bytes: Number(fields['down_bytes']) + Number(fields['up_bytes']),
      },
    });
    // Leases are handed back: the next asks at once, and the day's bytes are what stops it.
    const later = await probe?.measure(never);
    expect(later?.facts).toMatchObject([
      { measurement: 'uplink_turn', fields: { tested: false, waited: 'budget' } },
    ]);
    expect(later?.problem?.vi).toContain('hết dung lượng');
    rmSync(data, { recursive: true });
  }, 30_000);
});

describe('bandwidth against a bad far end', () => {
  const both = async (farEnd: FarEnd) => {
    const down = await measureDown(farEnd, noPort, never);
    const up = await measureUp(farEnd, noPort, never);
    return [down.rate, up.rate].map((rate) => (rate.ok ? 'a figure' : rate.problem));
  };

  it('says that nobody is there', async () => {
    const farEnd = await oddFarEnd(() => undefined);
    odd?.close();
    odd = undefined;
    expect(await both(farEnd)).toEqual(['refused', 'refused']);
  });

  it('says what it answered, and takes token and lease nowhere else', async () => {
    const seen: (string | undefined)[] = [];
    const farEnd = await oddFarEnd((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end();
    });
    expect(await both(farEnd)).toEqual(['far end answered 302', 'far end answered 302']);
    expect(new Set(seen)).toEqual(new Set(['Bearer agent-token']));
  });

  it('makes no figure of a far end that stops half-way', async () => {
    const farEnd = await oddFarEnd((request, response) => {
      response.writeHead(200, { 'Content-Length': 1_000_000 });
      response.write(Buffer.alloc(200_000), () => request.socket.destroy());
    });
    const [down, up] = await both(farEnd);
    expect(down).toBe('far end stopped half-way');
    expect(up).toMatch(/far end/);
  });

  it('makes no figure of a byte a second, and doesn’t wait for more', async () => {
    const farEnd = await oddFarEnd((_, response) => {
      response.writeHead(200);
      response.write('1');
      const timer = setInterval(() => response.write('1'), 1_000);
      response.once('close', () => clearInterval(timer));
    });
    const start = performance.now();
    const [down, up] = await both(farEnd);
    expect(down).toMatch(/^too little arrived: \d+ bytes in 0\.\d s$/);
    expect(up).toBe('no answer');
    expect(performance.now() - start).toBeLessThan(8_000);
  }, 15_000);

  it('makes no figure of silence', async () => {
    const farEnd = await oddFarEnd(() => undefined);
    expect(await both(farEnd)).toEqual(['no answer', 'no answer']);
  }, 15_000);

  it('stops a far end that pours more than the lease allows', async () => {
    const farEnd = { ...(await oddFarEnd((_, response) => response.end(Buffer.alloc(1_000_000)))) };
    const { rate } = await measureDown({ ...farEnd, downBytes: 400_000 }, noPort, never);
    expect(rate).toEqual({ ok: false, problem: 'far end sends more than the lease allows' });
  });

  /** Takes uploads, and tells of arrivals what the test wants it to. */
  const countingFarEnd = (line: (tick: number, taken: number) => string | object) => {
    let taken = 0;
    return oddFarEnd((request, response) => {
      if (request.method === 'POST') {
        request
          .on('data', (part: Buffer) => (taken += part.length))
          .on('end', () => response.end());
        return;
      }
      response.writeHead(200);
      let tick = 0;
      const tell = (): void => {
        const told = line(tick, taken);
        response.write(typeof told === 'string' ? told : `${JSON.stringify(told)}\n`);
        tick += 1;
      };
      tell();
      const timer = setInterval(tell, 20);
      response.once('close', () => clearInterval(timer));
    });
  };
  const state = { busy: 0.1, tests: 1 };

  it.each<[string, (tick: number, taken: number) => string | object, RegExp]>([
    [
      'counts more bytes than were sent',
      (tick) => ({ atMs: tick * 20, bytes: tick * 1e9, ...state }),
      /^far end counted \d+ bytes of \d+ sent$/,
    ],
    [
      'has a clock ten times as slow',
      (tick, taken) => ({ atMs: tick * 2, bytes: taken, ...state }),
      /^far end counted 0\.\d+ s of 0\.\d+ s$/,
    ],
    ['answers no count', () => 'no JSON\n', /^far end answered no count$/],
    ['answers a line without an end', () => 'x'.repeat(3_000), /^far end answered no count$/],
    ['counts nothing', (tick) => ({ atMs: tick * 20, bytes: 0, ...state }), /^too little arrived/],
  ])('believes none that %s', async (_, line, reason) => {
    const { rate } = await measureUp(await countingFarEnd(line), noPort, never);
    expect(!rate.ok && rate.problem).toMatch(reason);
  });
});
