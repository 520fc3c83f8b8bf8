import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type FarEnd, measureDown, measureUp } from '../../agent/probes/uplink/bandwidth-door.ts';
import { UplinkOptions } from '../../agent/probes/uplink/options.ts';
import { uplinkProbes } from '../../agent/probes/uplink/probe.ts';
import { type MeasureServer, serveMeasurement } from '../../collector/measure/serve-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';

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
const farEndAt = (port: number): FarEnd => ({
  server: `http://127.0.0.1:${port}`,
  token: 'agent-token',
  seconds: 0.3,
  maxBytes: 400_000_000,
  clock: systemClock,
});

async function realFarEnd(): Promise<FarEnd> {
  real = await serveMeasurement({ host: '127.0.0.1', port: 0 }, { clock: systemClock });
  return farEndAt(real.port);
}

async function oddFarEnd(answer: RequestListener): Promise<FarEnd> {
  odd = createServer(answer);
  await once(odd.listen(0, '127.0.0.1'), 'listening');
  return farEndAt((odd.address() as { port: number }).port);
}

describe('bandwidth against our own far end', () => {
  it('gives both rates, and the bytes it spent', async () => {
    const farEnd = await realFarEnd();
    const down = await measureDown(farEnd, never);
    const up = await measureUp(farEnd, never);
    for (const { rate, bytes, seconds } of [down, up]) {
      expect(rate).toMatchObject({ ok: true });
      expect(bytes).toBeGreaterThan(1_000_000);
      expect(seconds).toBeLessThan(5);
    }
  });

  it('stays below its cap on bytes', async () => {
    const farEnd = { ...(await realFarEnd()), maxBytes: 2_000_000 };
    expect((await measureDown(farEnd, never)).bytes).toBeLessThanOrEqual(2_000_000);
    expect((await measureUp(farEnd, never)).bytes).toBeLessThanOrEqual(2_000_010);
  });

  it('ships one fact with both figures', async () => {
    const { server } = await realFarEnd();
    const section = UplinkOptions.parse({
      targets: [],
      bandwidth: { server, seconds: 0.5, max_bytes: '50MiB' },
    });
    const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
    const [probe] = uplinkProbes(section, parts).probes;
    const pass = await probe?.measure(never);
    expect(pass?.facts).toHaveLength(1);
    expect(pass?.facts[0]?.fields).toMatchObject({ method: 'http4' });
    expect(pass?.facts[0]?.fields).toHaveProperty('down_bps');
  });
});

describe('bandwidth against a bad far end', () => {
  const both = async (farEnd: FarEnd) => {
    const [down, up] = [await measureDown(farEnd, never), await measureUp(farEnd, never)];
    return [down.rate, up.rate].map((rate) => (rate.ok ? 'a figure' : rate.problem));
  };

  it('says that nobody is there', async () => {
    const farEnd = await oddFarEnd(() => undefined);
    odd?.close();
    odd = undefined;
    expect(await both(farEnd)).toEqual(['refused', 'refused']);
  });

  it('says that it is busy, and takes its token nowhere else', async () => {
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
    expect(up).toMatch(/far end|EPIPE/);
  });

  it('makes no figure of one byte', async () => {
    const farEnd = await oddFarEnd((request, response) => {
      request.resume();
      response.end('1');
    });
    const [down, up] = await both(farEnd);
    expect(down).toMatch(/^too little arrived: 4 bytes/);
    expect(up).toBe('far end answered no count');
  });

  it('stops a far end that pours more than was asked', async () => {
    const farEnd = { ...(await oddFarEnd((_, response) => response.end(Buffer.alloc(1_000_000)))) };
    const { rate } = await measureDown({ ...farEnd, maxBytes: 400_000 }, never);
    expect(rate).toEqual({ ok: false, problem: 'far end sends more than was asked' });
  });

  it('believes no count above what was sent', async () => {
    const farEnd = await oddFarEnd((request, response) => {
      request.resume().once('end', () => {
        response.end(JSON.stringify({ bytes: 10 ** 12, seconds: 0.3, bps: 1 }));
      });
    });
    const { rate } = await measureUp(farEnd, never);
    expect(!rate.ok && rate.problem).toMatch(/^far end counted 1000000000000 bytes of/);
  });
});
