import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { measureLine } from '../../agent/probes/uplink/line-door.ts';
import { lineReport } from '../../agent/probes/uplink/report.ts';
import { type MeasureServer, serveMeasurement } from '../../collector/measure/serve-door.ts';
import { systemClock } from '../../kit/clock.ts';

let real: MeasureServer | undefined;
let relay: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  relay?.close();
  await real?.close();
  [real, relay] = [undefined, undefined];
});

/** Passes TCP on to our far end, and no UDP: what a school behind a strict firewall sees. */
async function withoutUdp(to: number): Promise<number> {
  relay = createServer((inner) => {
    const outer = connect(to, '127.0.0.1');
    for (const [one, other] of [[inner, outer] as const, [outer, inner] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  return (relay.address() as { port: number }).port;
}

it('measures a line without UDP by TCP alone, and says so', async () => {
  real = await serveMeasurement({ host: '127.0.0.1', port: 0 }, { clock: systemClock });
  const server = `http://127.0.0.1:${await withoutUdp(real.port)}`;
  const farEnd = {
    ...{ server, lease: 'a-lease', seconds: 0.6, clock: systemClock },
    ...{ downBytes: 400_000_000, upBytes: 400_000_000 },
  };
  const line = await measureLine({ farEnd, fill: true }, new AbortController().signal);
  const report = lineReport(server, line);
  expect(report.latency).toMatchObject({
    method: 'tcp_connect',
    queues_filled: false,
    idle_ms: expect.any(Number),
    loss_ratio: 0,
  });
  expect(report.down.available_bps).toBeGreaterThan(0);
  expect(report.up.available_bps).toBeGreaterThan(0);
}, 30_000);
