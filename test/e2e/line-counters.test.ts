import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LineCounters } from '../../agent/probes/line-counters.ts';
import { lineCounters } from '../../agent/probes/snmp/line-counters-door.ts';
import { MachinesOptions } from '../../agent/probes/snmp/options.ts';
import { capacityOf } from '../../agent/probes/uplink/capacity.ts';
import { lookAtLine } from '../../agent/probes/uplink/idle.ts';
import { UplinkOptions } from '../../agent/probes/uplink/options.ts';
import { serverPort } from '../../agent/probes/uplink/own-traffic-door.ts';
import { routerMeter } from '../../agent/probes/uplink/traffic.ts';
import { underWatch } from '../../agent/probes/uplink/under-watch.ts';
import { systemClock as clock } from '../../kit/clock.ts';
import { ms } from '../../kit/units.ts';
import { type Router, startRouter } from '../peers/router.ts';
import { describeWithPeers } from '../peers.ts';

const never = new AbortController().signal;
const LINE_MBIT = 40;
const PAYLOAD = 1_200;
/** Ethernet, IP and UDP headers beside the payload. */
const FRAME = PAYLOAD + 42;
const IP_SHARE = (FRAME - 14) / FRAME;

/** Datagrams at a rate of frames, until it is stopped. */
async function stream(address: string, mbit: number) {
  const socket = createSocket('udp4');
  socket.connect(9, address);
  await once(socket, 'connect');
  // Nobody listens there, and the refusals are of no interest.
  socket.on('error', () => undefined);
  const payload = Buffer.alloc(PAYLOAD);
  const start = clock.elapsed();
  let frames = 0;
  const timer = setInterval(() => {
    const due = ((clock.elapsed() - start) * mbit * 1_000) / 8 / FRAME;
    for (; frames < due; frames += 1) socket.send(payload, () => undefined);
  }, 2);
  return {
    bytes: () => frames * FRAME,
    stop() {
      clearInterval(timer);
      socket.close();
    },
  };
}

/** A line that a busy processor did not fill has no capacity to be compared with. */
const FULL = 0.98 * LINE_MBIT * 1e6;
/** What is measured in real time is measured again where the processor was needed elsewhere. */
const REPEAT = { retry: 5 };

/**
 * What the shaped line really carried since it was asked, bits a second, by the kernel on this side: on a processor that is
 * needed elsewhere the shaper, and whoever fills it, fall behind the stated rate.
 */
async function lineMeter({ address }: Router): Promise<() => number> {
  const port = await serverPort(`http://${address}`, clock, never);
  if (port === undefined) throw new Error('no port');
  const [start, before] = [clock.elapsed(), port.bytes().up];
  return () => ((port.bytes().up - before) * 8_000) / (clock.elapsed() - start);
}

function countersOf({ snmp, community, port }: Router): LineCounters {
  const gateway = { id: 'router', name: 'Router', address: snmp, community, wan_interface: port };
  const counters = lineCounters(MachinesOptions.parse({ list: [gateway] }), 'line', clock);
  if (counters === undefined) throw new Error('no counters');
  return counters;
}

const { bandwidth: options } = UplinkOptions.parse({
  targets: [],
  bandwidth: { server: 'http://127.0.0.1:9' },
});
if (options === undefined) throw new Error('no bandwidth');
const known = { down: LINE_MBIT * 1e6, up: LINE_MBIT * 1e6 };

describeWithPeers(['snmpd', 'snmpset', 'ip', 'tc', 'root'], 'a real router’s counters', () => {
  let router: Router;
  let counters: LineCounters;
  beforeAll(async () => {
    router = await startRouter({ mbit: LINE_MBIT, fresh: true });
    counters = countersOf(router);
  }, 30_000);
  afterAll(async () => {
    counters.close();
    await router.close();
  });

  it('are answered in a few milliseconds, twenty times a second', async () => {
    await counters.read(never);
    const start = clock.elapsed();
    for (let round = 0; round < 20; round += 1) expect((await counters.read(never)).ok).toBe(true);
    expect(clock.elapsed() - start).toBeLessThan(1_000);
  });

  it.for([0, 0.3, 0.6, 0.9])(
    'give the link’s capacity within 3 per cent with a share of %d of cross traffic',
    REPEAT,
    async (share) => {
      // Together more than the line takes, so that it stays full while this processor is needed elsewhere.
      const cross = await stream(router.address, LINE_MBIT * share);
      const own = await stream(router.address, LINE_MBIT * (1.4 - share));
      try {
        const meter = routerMeter(counters);
        const watching = { passage: { meter, before: known }, options, known, counters };
        const spent = () => ({ down: own.bytes(), up: 0 });
        await clock.sleep(ms(200));
        const carried = await lineMeter(router);
        const from = clock.elapsed();
        const { series, surge } = await underWatch(
          { ...watching, kernel: undefined, spent, clock },
          (signal) => clock.sleep(ms(1_200), signal),
          never,
        );
        const loaded = { direction: 'down', from, to: clock.elapsed() } as const;
        const capacity = capacityOf(series, loaded);
        expect([capacity.ok, surge]).toEqual([true, undefined]);
        if (!capacity.ok) return;
        const truth = carried();
        expect(truth, 'this machine fills the line').toBeGreaterThanOrEqual(FULL);
        const off = capacity.value.rate / (truth * IP_SHARE) - 1;
        expect(capacity.value.layer).toBe('ip');
        expect(Math.abs(off)).toBeLessThan(0.03);
      } finally {
        cross.stop();
        own.stop();
      }
    },
  );

  it('tell a busy line from an idle one in about a second', REPEAT, async () => {
    const idle = await lookAtLine(routerMeter(counters), clock, never);
    expect(idle.ok && idle.value.down).toBeLessThan(1e6);
    const others = await stream(router.address, 20);
    const start = clock.elapsed();
    const busy = await lookAtLine(routerMeter(counters), clock, never);
    others.stop();
    expect(clock.elapsed() - start).toBeLessThan(2_500);
    expect(busy.ok && busy.value.down / 20e6).toBeCloseTo(1, 1);
  });

  it('abort a test within 200 ms of others coming to need the line', REPEAT, async () => {
    const own = await stream(router.address, 15);
    const before = { down: 0, up: 0 };
    const passage = { meter: routerMeter(counters), before };
    const spent = () => ({ down: own.bytes(), up: 0 });
    let surged = 0;
    let aborted = 0;
    const { surge } = await underWatch(
      { passage, options, known, counters, kernel: spent, spent, clock },
      async (signal) => {
        await clock.sleep(ms(800), signal);
        expect(signal.aborted).toBe(false);
        surged = clock.elapsed();
        const others = await stream(router.address, 20);
        await clock.sleep(ms(2_000), signal);
        aborted = clock.elapsed();
        others.stop();
      },
      never,
    );
    own.stop();
    expect(surge).toMatchObject({ direction: 'down' });
    expect(aborted - surged).toBeLessThanOrEqual(200);
  });

  it('abort nothing while the server’s own port accounts for all of it', REPEAT, async () => {
    const port = await serverPort(`http://${router.address}`, clock, never);
    expect(port).toBeDefined();
    const own = await stream(router.address, 30);
    const passage = { meter: routerMeter(counters), before: { down: 0, up: 0 } };
    // What this side sends is what comes in over there.
    const kernel = () => ({ down: port?.bytes().up ?? 0, up: port?.bytes().down ?? 0 });
    const { surge } = await underWatch(
      { passage, options, known, counters, kernel, spent: kernel, clock },
      (signal) => clock.sleep(ms(1_500), signal),
      never,
    );
    own.stop();
    expect(surge).toBeUndefined();
  });
});

describeWithPeers(
  ['snmpd', 'snmpset', 'ip', 'tc', 'root'],
  'a router that counts every 3 s, as Debian’s snmpd does',
  () => {
    let router: Router;
    let counters: LineCounters;
    beforeAll(async () => {
      router = await startRouter({ mbit: LINE_MBIT, fresh: false });
      counters = countersOf(router);
    }, 30_000);
    afterAll(async () => {
      counters.close();
      await router.close();
    });

    it(
      'is stale over a second, and good to 3 per cent over two of its refreshes',
      REPEAT,
      async () => {
        const own = await stream(router.address, LINE_MBIT * 1.4);
        await clock.sleep(ms(300));
        const passage = { meter: routerMeter(counters), before: { down: 0, up: 0 } };
        const spent = () => ({ down: own.bytes(), up: 0 });
        const carried = await lineMeter(router);
        const from = clock.elapsed();
        const { series, surge } = await underWatch(
          { passage, options, known, counters, kernel: spent, spent, clock },
          (signal) => clock.sleep(ms(6_600), signal),
          never,
        );
        const truth = carried();
        own.stop();
        expect(surge).toBeUndefined();
        const short = capacityOf(series, { direction: 'down', from, to: ms(from + 1_200) });
        expect(short).toEqual({ ok: false, problem: 'stale' });
        expect(truth, 'this machine fills the line').toBeGreaterThanOrEqual(FULL);
        const long = capacityOf(series, { direction: 'down', from, to: clock.elapsed() });
        const off = long.ok ? long.value.rate / (truth * IP_SHARE) - 1 : Number.NaN;
        expect(Math.abs(off)).toBeLessThan(0.03);
      },
    );
  },
);
