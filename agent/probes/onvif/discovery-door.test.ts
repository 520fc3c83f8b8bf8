import { describe, expect, it, onTestFinished } from 'vitest';
import { ms, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import {
  type AnnouncedDevice,
  type Responder,
  type ResponderOptions,
  startResponder,
} from '../../../test/sim/discovery-responder.ts';
import { type Discovery, discover } from './discovery-door.ts';

const camera = (port: number, given: Partial<AnnouncedDevice> = {}): AnnouncedDevice => ({
  endpoint: 'urn:uuid:same',
  xaddrs: [`http://10.9.9.9:${port}/onvif/device_service`],
  name: 'Cổng',
  ...given,
});

/** Devices on loopback that answer on the port of the first. */
async function responder(
  host: string,
  devices: readonly AnnouncedDevice[],
  options: Partial<ResponderOptions> = {},
): Promise<Responder> {
  const started = await startResponder({ host, port: 0, devices: () => devices, ...options });
  onTestFinished(() => started.stop());
  return started;
}

/** Asks and moves the clock on, until the search is over. */
async function ask(port: number, given: Partial<Discovery> = {}) {
  const clock = new ManualClock();
  let over = false;
  const asking = discover({
    ...{ subnets: ['127.0.0.0/29'], interfaces: ['127.0.0.1'], multicast: false, unicast: true },
    ...{ signal: new AbortController().signal, clock, port, first: [] },
    ...given,
  }).finally(() => {
    over = true;
  });
  while (!over) await clock.advance(ms(100));
  const searched = await asking;
  if (!searched.ok) throw new Error(searched.problem);
  return searched.value;
}

const placesOf = ({ found }: Awaited<ReturnType<typeof ask>>) =>
  found.map(({ address, port }) => `${address}:${port}`);

describe('discovery', () => {
  it('keeps two cameras apart that share a UUID, by where they answered from', async () => {
    const one = await responder('127.0.0.2', [camera(80)]);
    await responder('127.0.0.3', [camera(8899, { name: 'two' })], { port: one.port });
    const { found, asked, from } = await ask(one.port);
    expect(found.map(({ address, port, name }) => [address, port, name])).toEqual([
      ['127.0.0.2', 80, 'Cổng'],
      ['127.0.0.3', 8899, 'two'],
    ]);
    expect({ asked, from }).toEqual({ asked: 6, from: ['127.0.0.1'] });
  });

  it('counts a camera once that answers by both ways, to both names and on two addresses', async () => {
    const xaddrs = ['http://127.0.0.1:8000/onvif', 'https://192.168.0.64/onvif'];
    const one = await responder('127.0.0.1', [camera(80, { xaddrs })], { multicast: true });
    expect(placesOf(await ask(one.port, { multicast: true }))).toEqual(['127.0.0.1:8000']);
    expect(one.heard.length).toBeGreaterThan(2);
  });

  it('hears by multicast a camera that nobody asked by its address', async () => {
    const one = await responder('127.0.0.1', [camera(80)], { multicast: true });
    const given = { multicast: true, unicast: false };
    expect(placesOf(await ask(one.port, given))).toEqual(['127.0.0.1:80']);
  });

  it('keeps devices apart that stand behind one address', async () => {
    const one = await responder('127.0.0.2', [camera(80), camera(8001)]);
    expect(placesOf(await ask(one.port))).toEqual(['127.0.0.2:80', '127.0.0.2:8001']);
  });

  it.each(['NetworkVideoTransmitter', 'Device'] as const)(
    'finds a device that answers to the name %s alone',
    async (only) => {
      const one = await responder('127.0.0.2', [camera(80, { only })]);
      const { found } = await ask(one.port);
      expect(found.map(({ types }) => types)).toEqual([[only]]);
    },
  );

  it('asks a second time, for questions get lost, but not who has answered', async () => {
    const deaf = await responder('127.0.0.2', [camera(80)], { deafTo: 2 });
    const quick = await responder('127.0.0.3', [camera(80)], { port: deaf.port });
    expect(placesOf(await ask(deaf.port))).toEqual(['127.0.0.2:80', '127.0.0.3:80']);
    expect([deaf.heard.length, quick.heard.length]).toEqual([4, 2]);
    const ids = deaf.heard.map((text) => /MessageID>([^<]+)/.exec(text)?.[1]);
    expect(new Set(ids).size).toBe(4);
  });

  it('ignores whatever is no answer, and what comes from outside the subnets', async () => {
    const good = camera(80);
    const one = await responder('127.0.0.2', [good], { junk: true });
    const stranger = await responder('127.0.0.99', [good], { port: one.port });
    expect(placesOf(await ask(one.port, { multicast: true }))).toEqual(['127.0.0.2:80']);
    expect(stranger.heard).toEqual([]);
  });

  it.each([
    ['missing', ['127.0.0.2:80']],
    ['garbled', ['127.0.0.2:80']],
    ['foreign', []],
  ] as const)('with a RelatesTo that is %s finds %j', async (relatesTo, found) => {
    const one = await responder('127.0.0.2', [camera(80)], { relatesTo });
    expect(placesOf(await ask(one.port))).toEqual(found);
  });

  it('asks first whom it should find, and a large subnet only in part', async () => {
    const one = await responder('127.200.0.9', [camera(80)]);
    const given = { subnets: ['127.0.0.0/8'], interfaces: ['127.0.0.1'] };
    expect(placesOf(await ask(one.port, given))).toEqual([]);
    const told = await ask(one.port, { ...given, first: ['127.200.0.9', '10.0.0.1', 'cam.lan'] });
    expect([placesOf(told), told.asked]).toEqual([['127.200.0.9:80'], 1_024]);
  });

  it('reads no more of one that floods than its part', async () => {
    const many = [...Array.from({ length: 40 }, () => camera(80)), camera(81)];
    const flood = await responder('127.0.0.2', many);
    expect(placesOf(await ask(flood.port))).toEqual(['127.0.0.2:80']);
  });

  it('hears the others while one floods', async () => {
    const flood = await responder('127.0.0.2', [camera(80)], { times: 2_000 });
    await responder('127.0.0.3', [camera(80)], { port: flood.port });
    expect(placesOf(await ask(flood.port))).toEqual(['127.0.0.2:80', '127.0.0.3:80']);
  });

  it('touches nothing where no subnet is given, and says where it has nothing to ask from', async () => {
    const one = await responder('127.0.0.2', [camera(80)]);
    const given = { subnets: [], interfaces: [] };
    expect(await ask(one.port, given)).toEqual({ found: [], from: [], asked: 0 });
    expect(one.heard).toEqual([]);
    await expect(ask(one.port, { interfaces: ['no-such-interface'] })).rejects.toThrow(
      'no_interface',
    );
  });

  it('ends early when it is told to stop', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const asking = discover({
      ...{ subnets: ['127.0.0.0/24'], interfaces: ['127.0.0.1'], multicast: false, unicast: true },
      ...{ signal: stop.signal, clock, port: 9, first: [] },
    });
    stop.abort();
    expect(await asking).toMatchObject({ ok: true });
    expect(clock.elapsed()).toBeLessThan(seconds(1));
  });
});
