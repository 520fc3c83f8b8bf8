import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UplinkOptions } from '../../agent/probes/uplink/options.ts';
import { savedFile } from '../../agent/probes/uplink/watch/saved-door.ts';
import type { System } from '../../agent/probes/uplink/watch/system-door.ts';
import { lineWatch } from '../../agent/probes/uplink/watch/watch.ts';
import { startUdpEcho, type UdpEcho } from '../../collector/measure/echo-door.ts';
import { silentLog } from '../../kit/log.ts';
import { ms, seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { readOutage, type ToldOutage } from '../../wire/outage.ts';
import { Gate } from '../gate.ts';
import { ManualClock } from '../manual-clock.ts';

/** Real sockets on loopback, the agent's and the collector's own ends; the clock alone is moved. */

let clock: ManualClock;
let folder: string;
let echo: UdpEcho;
let gate: Gate;
const ending: (() => unknown)[] = [];
beforeEach(async () => {
  clock = new ManualClock();
  folder = mkdtempSync(join(tmpdir(), 'hatang-watch-'));
  echo = await startUdpEcho({ host: '127.0.0.1', port: 0, clock });
  gate = await Gate.open(echo.port);
});
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  await gate.close();
  await echo.close();
  rmSync(folder, { recursive: true });
});

const port = { address: '192.168.1.9', netmask: '255.255.255.0', family: 'IPv4', internal: false };
const aSystem: System = {
  gateway: async () => undefined,
  isDead: async () => undefined,
  ports: () => ({ eth0: [port] }),
};

interface Following {
  readonly facts: Fact[];
  stop(): Promise<void>;
}

function follow(targets: readonly object[], more: object = {}, system = aSystem): Following {
  const section = UplinkOptions.parse({ targets, watch: { dns: 'off', ...more } });
  const stop = new AbortController();
  const facts: Fact[] = [];
  const running = lineWatch({
    ...{ section, clock, log: silentLog, system },
    around: { services: [], collector: 'http://127.0.0.1:1' },
    saved: savedFile(folder, 'outages-line.json'),
  }).run((told) => facts.push(...told), stop.signal);
  const end = async () => {
    stop.abort();
    await running;
  };
  ending.push(end);
  return { facts, stop: end };
}

/** Moves the clock a second at a time, with room for the kernel to carry the datagrams. */
async function pass(count: number): Promise<void> {
  for (let second = 0; second < count * 4; second += 1) {
    await clock.advance(ms(250));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const secondNow = (): number => Math.round(clock.now() / 1_000);
const centre = () => ({ name: 'center', udp_echo: `127.0.0.1:${gate.port}` });
const outages = ({ facts }: Following): readonly ToldOutage[] =>
  facts.flatMap((fact) => readOutage(fact) ?? []);
const sum = ({ facts }: Following, field: string): number =>
  facts
    .filter(({ measurement }) => measurement === 'uplink_minute')
    .reduce((total, { fields }) => total + Number(fields[field]), 0);

describe('the line followed over real sockets', () => {
  it('knows the first second without an answer and the first with one again', async () => {
    const line = follow([centre()]);
    await pass(5);
    gate.mode = 'cut';
    const cutAt = secondNow() + 1;
    await pass(20);
    gate.mode = 'whole';
    // The question of this second was lost; its second one, 0.3 s later, is answered.
    const backAt = secondNow();
    await pass(10);
    await line.stop();
    const last = outages(line).at(-1);
    expect(last).toMatchObject({ subject: 'line', kind: 'line', startUnsureS: 0, endUnsureS: 0 });
    expect([Number(last?.startedAt) / 1_000, Number(last?.endedAt) / 1_000]).toEqual([
      cutAt,
      backAt,
    ]);
    expect(sum(line, 'down_s')).toBe(backAt - cutAt);
  });

  it('asks again within the second, so that one lost datagram is no lost second', async () => {
    const line = follow([centre()]);
    await pass(5);
    for (let turn = 0; turn < 5; turn += 1) {
      gate.mode = 'cut';
      await clock.advance(ms(100));
      await pass(0);
      await clock.advance(ms(100));
      gate.mode = 'whole';
      await clock.advance(ms(800));
    }
    await pass(10);
    await line.stop();
    expect(outages(line)).toEqual([]);
    expect(sum(line, 'down_s')).toBe(0);
    expect(sum(line, 'up_s')).toBeGreaterThan(10);
  });

  it('tells a line that carries out and not back from one that carries nothing', async () => {
    const line = follow([centre()]);
    await pass(5);
    gate.mode = 'out_only';
    await pass(8);
    gate.mode = 'whole';
    await pass(8);
    gate.mode = 'in_only';
    await pass(8);
    gate.mode = 'whole';
    await pass(8);
    await line.stop();
    const kinds = outages(line)
      .filter(({ endedAt }) => endedAt !== undefined)
      .map(({ kind, why }) => [kind, why]);
    expect(kinds).toEqual([
      ['one_way', expect.stringMatching(/^22 of 22 unanswered questions/)],
      ['line', expect.anything()],
    ]);
  });

  it('blames a far end that closed its port, not the line', async () => {
    const line = follow([{ name: 'center', udp_echo: `127.0.0.1:${echo.port}` }]);
    await pass(5);
    const { port } = echo;
    await echo.close();
    await pass(8);
    echo = await startUdpEcho({ host: '127.0.0.1', port, clock });
    await pass(16);
    await line.stop();
    expect(outages(line).at(-1)).toMatchObject({ subject: 'target:center', kind: 'collector' });
    expect(outages(line).at(-1)?.endedAt).toBeDefined();
    expect(sum(line, 'down_s')).toBe(0);
    expect(sum(line, 'collector_down_s')).toBeGreaterThan(5);
  });

  it('blames the centre alone while a far end over TCP goes on answering', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ending.push(() => server.close());
    const line = follow([centre(), { name: 'web', tcp: `127.0.0.1:${portOf(server)}` }]);
    await pass(6);
    gate.mode = 'cut';
    await pass(20);
    gate.mode = 'whole';
    await pass(6);
    await line.stop();
    expect(new Set(outages(line).map(({ subject }) => subject))).toEqual(
      new Set(['target:center']),
    );
    expect(sum(line, 'down_s')).toBe(0);
  });

  it('blames the router once it is silent where it used to answer', async () => {
    const router = createServer().listen(0, '127.0.0.1');
    await once(router, 'listening');
    const line = follow([centre()], { gateway: `127.0.0.1:${portOf(router)}` });
    await pass(5);
    gate.mode = 'cut';
    await pass(8);
    // A router that refuses is alive.
    router.close();
    await pass(20);
    expect(outages(line).at(-1)?.kind).toBe('line');
    expect(outages(line).at(-1)?.why).toBe('the router answers');
    await line.stop();
  });

  it('blames the own network where no port is up', async () => {
    let up = true;
    const line = follow([centre()], {}, { ...aSystem, ports: () => (up ? { eth0: [port] } : {}) });
    await pass(5);
    gate.mode = 'cut';
    up = false;
    await pass(30);
    gate.mode = 'whole';
    up = true;
    await pass(40);
    await line.stop();
    expect(outages(line).at(-1)).toMatchObject({ subject: 'line', kind: 'local_network' });
    expect(sum(line, 'down_s')).toBe(0);
    expect(sum(line, 'local_down_s')).toBe(29);
  });

  it('keeps no open socket or file behind', async () => {
    const before = readdirSync('/proc/self/fd').length;
    gate.mode = 'cut';
    const line = follow([centre(), { name: 'web', tcp: '127.0.0.1:1' }]);
    await pass(120);
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before + 6);
    await line.stop();
    await expect.poll(() => readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before);
  });
});

describe('an agent that was off, asleep, or whose clock was set', () => {
  it('ends an outage that ended meanwhile where it was last seen, and says how far off that may be', async () => {
    const line = follow([centre()]);
    await pass(5);
    gate.mode = 'cut';
    const cutAt = secondNow() + 1;
    await pass(20);
    await line.stop();
    clock.jump(seconds(3_600));
    gate.mode = 'whole';
    const again = follow([centre()]);
    await pass(10);
    await again.stop();
    const last = outages(again).at(-1);
    expect(Number(last?.startedAt) / 1_000).toBe(cutAt);
    expect(Number(last?.endedAt) / 1_000).toBeGreaterThan(cutAt + 10);
    expect(Number(last?.endedAt) / 1_000).toBeLessThanOrEqual(cutAt + 20);
    expect(last?.endUnsureS).toBeGreaterThan(3_590);
    expect(sum(again, 'down_s')).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes on with an outage that goes on, without having seen the time between', async () => {
    const line = follow([centre()]);
    await pass(5);
    gate.mode = 'cut';
    const cutAt = secondNow() + 1;
    await pass(20);
    await line.stop();
    clock.jump(seconds(3_600));
    const again = follow([centre()]);
    await pass(10);
    gate.mode = 'whole';
    // The question of this second was lost; its second one, 0.3 s later, is answered.
    const backAt = secondNow();
    await pass(10);
    await again.stop();
    const last = outages(again).at(-1);
    expect([Number(last?.startedAt) / 1_000, Number(last?.endedAt) / 1_000]).toEqual([
      cutAt,
      backAt,
    ]);
    expect(last?.unseenS).toBeGreaterThan(3_590);
    expect(sum(line, 'down_s') + sum(again, 'down_s')).toBeLessThanOrEqual(30);
  });

  it('counts a wall clock that jumps ahead as time that nobody saw', async () => {
    const line = follow([centre()]);
    await pass(70);
    clock.jump(seconds(600));
    await pass(70);
    await line.stop();
    expect(outages(line)).toEqual([]);
    expect(sum(line, 'up_s')).toBeGreaterThan(125);
    expect(sum(line, 'up_s')).toBeLessThanOrEqual(140);
    expect(sum(line, 'down_s')).toBe(0);
  });

  it('judges no second whose answers may have come while the machine slept', async () => {
    const line = follow([centre()]);
    await pass(5);
    gate.mode = 'cut';
    await pass(2);
    clock.jump(seconds(600));
    gate.mode = 'whole';
    await pass(10);
    await line.stop();
    expect(sum(line, 'down_s')).toBe(0);
  });

  it('keeps the length of an outage over a clock that is set back', async () => {
    const line = follow([centre()]);
    await pass(5);
    gate.mode = 'cut';
    await pass(20);
    clock.jump(seconds(-7_200));
    await pass(20);
    gate.mode = 'whole';
    await pass(10);
    await line.stop();
    const last = outages(line).at(-1);
    const length = (Number(last?.endedAt) - Number(last?.startedAt)) / 1_000;
    expect(length).toBeGreaterThanOrEqual(39);
    expect(length).toBeLessThanOrEqual(41);
  });

  it('is not misled by a file that is no list of outages', async () => {
    const saved = savedFile(folder, 'outages-line.json');
    for (const text of ['', '{', '{"open":[{"subject":1}]}', '[]']) {
      saved.write(text);
      const line = follow([centre()]);
      await pass(6);
      await line.stop();
      expect(outages(line)).toEqual([]);
    }
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address.port;
}
