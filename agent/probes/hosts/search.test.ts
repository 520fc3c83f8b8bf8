import { describe, expect, it } from 'vitest';
import { seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Neighbour } from './neighbours.ts';
import { type HostSearch, searchHosts } from './search.ts';

const MAC = '00:11:22:33:44:55';
const neighbour = (address: string): Neighbour => ({ address, mac: MAC });

/** A search of 10.0.0.0/28 from 10.0.0.1, with doors that keep what they were asked. */
function staged(given: Partial<HostSearch> = {}) {
  const clock = new ManualClock();
  const pinged: { readonly address: string; readonly isNear: boolean; readonly atMs: number }[] =
    [];
  const named: string[] = [];
  const search: HostSearch = {
    ...{ subnets: ['10.0.0.0/28'], rate: 10, most: 100, known: new Set<string>(), clock },
    signal: new AbortController().signal,
    own: () => [{ interface: 'e', address: '10.0.0.1', cidr: '10.0.0.1/28', internal: false }],
    neighbours: async () => [],
    ping: async (address, isNear) => {
      pinged.push({ address, isNear, atMs: clock.elapsed() });
      return false;
    },
    askName: async (address) => {
      named.push(address);
      return { name: `name of ${address}`, descr: undefined };
    },
    ...given,
  };
  return { clock, pinged, named, search };
}

async function run({ clock, search }: ReturnType<typeof staged>) {
  const searching = searchHosts(search);
  await clock.advance(seconds(60));
  return await searching;
}

describe('a search for hosts', () => {
  it('tells of who answers, and of who only answers for his address', async () => {
    const stage = staged({
      ping: async (address) => address === '10.0.0.3',
      neighbours: async () => [neighbour('10.0.0.3'), neighbour('10.0.0.5'), neighbour('10.0.9.9')],
    });
    const { hosts, asked } = await run(stage);
    expect(asked).toBe(13);
    expect(hosts.map(({ address, seenBy, mac }) => [address, seenBy, mac])).toEqual([
      ['10.0.0.3', 'ping', MAC],
      ['10.0.0.5', 'neighbour_table', MAC],
    ]);
  });

  it('does not believe a row that is gone once its address was asked', async () => {
    let reads = 0;
    const stage = staged({
      neighbours: async () => (reads++ === 0 ? [neighbour('10.0.0.5')] : []),
    });
    expect((await run(stage)).hosts).toEqual([]);
  });

  it('asks so many addresses a second and no more', async () => {
    const stage = staged({ rate: 2 });
    await run(stage);
    expect(stage.pinged).toHaveLength(13);
    const gaps = stage.pinged.slice(1).map(({ atMs }, at) => atMs - (stage.pinged[at]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
  });

  it('has four questions on their way at most', async () => {
    let [open, most] = [0, 0];
    const stage = staged({
      rate: 50,
      ping: async (_, __, signal) => {
        open += 1;
        most = Math.max(most, open);
        await stage.clock.sleep(seconds(1), signal);
        open -= 1;
        return false;
      },
    });
    await run(stage);
    expect(most).toBe(4);
  });

  it('asks a name of those who are there and whom nobody configured, by the given right alone', async () => {
    const ping = async (address: string) => ['10.0.0.2', '10.0.0.3'].includes(address);
    const stage = staged({ ping, known: new Set(['10.0.0.3']) });
    const { hosts } = await run(stage);
    expect(stage.named).toEqual(['10.0.0.2']);
    expect(hosts[0]).toMatchObject({ snmp: true, name: 'name of 10.0.0.2' });
    expect(hosts[1]).toMatchObject({ snmp: undefined, name: undefined });
    const { hosts: unasked } = await run(staged({ ping, askName: undefined }));
    expect(unasked.map(({ snmp }) => snmp)).toEqual([undefined, undefined]);
  });

  it('lets no router pass a question on to a host on its own cables', async () => {
    const stage = staged({ subnets: ['10.0.0.0/30', '10.5.0.0/30'] });
    await run(stage);
    expect(stage.pinged.map(({ address, isNear }) => [address, isNear])).toEqual([
      ['10.0.0.2', true],
      ['10.5.0.1', false],
      ['10.5.0.2', false],
    ]);
  });

  it('stops asking when it is told to', async () => {
    const cut = new AbortController();
    const stage = staged({ signal: cut.signal, rate: 1 });
    const searching = searchHosts(stage.search);
    await stage.clock.advance(seconds(2.5));
    cut.abort();
    await stage.clock.advance(seconds(1));
    await searching;
    expect(stage.pinged.length).toBeLessThanOrEqual(3);
  });
});
