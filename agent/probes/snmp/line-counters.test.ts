import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { answerOf, asked } from '../../../test/snmp-answer.ts';
import { lineCounters } from './line-counters-door.ts';
import { MachinesOptions } from './options.ts';

const never = new AbortController().signal;
const IF = '1.3.6.1.2.1.2.2.1';
const IFX = '1.3.6.1.2.1.31.1.1.1';
const UPTIME = '1.3.6.1.2.1.1.3.0';

type Value = number | bigint | string;
type Rows = Readonly<Record<string, Value>>;

/** A router of one port `wan` at that row. */
const port = (row: number, more: Rows = {}): Rows => ({
  [UPTIME]: 5_000,
  [`${IFX}.1.${row}`]: 'wan',
  [`${IF}.2.${row}`]: 'GigabitEthernet0/0',
  [`${IF}.3.${row}`]: 6,
  [`${IFX}.6.${row}`]: 4_000_000_000_000n,
  [`${IFX}.10.${row}`]: 77n,
  [`${IFX}.7.${row}`]: 3_000n,
  [`${IFX}.11.${row}`]: 2n,
  [`${IFX}.15.${row}`]: 1_000,
  [`${IFX}.19.${row}`]: 0,
  ...more,
});
const without = (rows: Rows, ...starts: readonly string[]): Rows =>
  Object.fromEntries(
    Object.entries(rows).filter(([oid]) => !starts.some((start) => oid.startsWith(`${start}.`))),
  );

const open: Socket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0))
    await new Promise<void>((done) => socket.close(() => done()));
});

/** A router of the test's own making; `rows` may change between questions, undefined is silence. */
async function router(rowsAt: (nth: number) => Rows | undefined) {
  const socket = createSocket('udp4');
  open.push(socket);
  let questions = 0;
  let waiting = 0;
  let mostWaiting = 0;
  socket.on('message', (question, from) => {
    questions += 1;
    waiting += 1;
    mostWaiting = Math.max(mostWaiting, waiting);
    const rows = rowsAt(questions);
    setImmediate(() => {
      waiting -= 1;
      if (rows !== undefined) socket.send(reply(question, rows), from.port, from.address);
    });
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const options = MachinesOptions.parse({
    list: [
      { id: 'pc', name: 'PC', address: '127.0.0.1:9', community: 'x' },
      {
        id: 'router',
        name: 'Router',
        address: `127.0.0.1:${socket.address().port}`,
        community: 'lab-test',
        wan_interface: 'wan',
      },
    ],
  });
  const counters = lineCounters(options, 'line', systemClock);
  if (counters === undefined) throw new Error('no counters');
  return { counters, questions: () => questions, mostWaiting: () => mostWaiting };
}

/** GET gives the rows asked for, GETBULK the row after each: enough for a walk. */
function reply(question: Buffer, rows: Rows): Buffer {
  const bulk = question.includes(Buffer.from([0xa5]));
  const oids = Object.keys(rows).sort(inOrder);
  const values = asked(question).map((oid) => {
    const found = bulk ? oids.find((other) => inOrder(oid, other) < 0) : oid;
    return [found ?? oid, found === undefined ? undefined : rows[found]] as const;
  });
  return answerOf(question, values);
}

function inOrder(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (const [at, arc] of left.entries()) {
    const difference = arc - (right[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const problemOf = async ({ counters }: Awaited<ReturnType<typeof router>>, signal = never) => {
  const read = await counters.read(signal);
  return read.ok ? 'a count' : read.problem;
};

describe('the router’s counters of the line', () => {
  it('are read in one question once the port was found', async () => {
    const asking = await router(() => port(7));
    expect(await asking.counters.read(never)).toMatchObject({
      ok: true,
      value: {
        inOctets: 4_000_000_000_000n,
        outOctets: 77n,
        inFrames: 3_000n,
        outFrames: 2n,
        headerBytes: 14,
        discontinuity: 0,
        agentUptimeS: 50,
        speedBps: 1e9,
      },
    });
    const before = asking.questions();
    await asking.counters.read(never);
    expect(asking.questions()).toBe(before + 1);
    asking.counters.close();
  });

  it('are of the port with that ifDescr where no port has that ifName', async () => {
    const asking = await router(() => without(port(3, { [`${IF}.2.3`]: 'wan' }), `${IFX}.1`));
    expect(await problemOf(asking)).toBe('a count');
    asking.counters.close();
  });

  it('say less where the router does: no frames, no speed, no discontinuity', async () => {
    const asking = await router(() =>
      without(port(3, { [`${IF}.3.3`]: 23 }), `${IFX}.7`, `${IFX}.11`, `${IFX}.15`, `${IFX}.19`),
    );
    const read = await asking.counters.read(never);
    expect(read).toMatchObject({ ok: true, value: { headerBytes: 0, outOctets: 77n } });
    expect(read.ok && read.value).toMatchObject({
      inFrames: undefined,
      speedBps: undefined,
      discontinuity: undefined,
    });
    asking.counters.close();
  });

  it('are missing, not guessed, where the router counts with 32 bits', async () => {
    const rows = without(port(3), `${IFX}.6`, `${IFX}.10`);
    const asking = await router(() => ({ ...rows, [`${IF}.10.3`]: 4_000, [`${IF}.16.3`]: 5_000 }));
    expect(await problemOf(asking)).toBe('port wan has no 64-bit counters');
    asking.counters.close();
  });

  it('are missing where the 64-bit counter is sent as another type', async () => {
    const asking = await router(() => port(3, { [`${IFX}.6.3`]: 12 }));
    expect(await problemOf(asking)).toBe('port wan has no 64-bit counters');
    asking.counters.close();
  });

  it('are missing where no port has that name', async () => {
    const asking = await router(() => port(3, { [`${IFX}.1.3`]: 'lan' }));
    expect(await problemOf(asking)).toBe('no port wan');
    asking.counters.close();
  });

  it('are found again at another row after the router was started anew', async () => {
    let row = 3;
    const asking = await router(() => ({
      ...port(row),
      ...(row === 3 ? {} : { [`${IFX}.1.3`]: 'lan', [`${IFX}.6.3`]: 1n, [`${IFX}.10.3`]: 1n }),
    }));
    expect(await problemOf(asking)).toBe('a count');
    row = 9;
    const read = await asking.counters.read(never);
    expect(read).toMatchObject({ ok: true, value: { inOctets: 4_000_000_000_000n } });
    asking.counters.close();
  });

  it('are given up within about a second where a router falls silent, and read again later', async () => {
    let silent = false;
    const asking = await router(() => (silent ? undefined : port(3)));
    expect(await problemOf(asking)).toBe('a count');
    silent = true;
    const start = systemClock.elapsed();
    expect(await problemOf(asking)).toMatch(/^(silent|stopped): no answer/);
    expect(systemClock.elapsed() - start).toBeLessThan(1_500);
    silent = false;
    expect(await problemOf(asking)).toBe('a count');
    asking.counters.close();
  });

  it('are let go of at once when whoever asks has to stop, and the next reading is not harmed', async () => {
    let silent = false;
    const asking = await router(() => (silent ? undefined : port(3)));
    const stop = new AbortController();
    expect(await problemOf(asking, stop.signal)).toBe('a count');
    silent = true;
    const reading = problemOf(asking, stop.signal);
    const start = systemClock.elapsed();
    stop.abort();
    expect(await reading).toMatch(/^stopped/);
    expect(systemClock.elapsed() - start).toBeLessThan(300);
    expect(await problemOf(asking, stop.signal)).toBe('stopped');
    silent = false;
    expect(await problemOf(asking)).toBe('a count');
    asking.counters.close();
    expect(await problemOf(asking)).toBe('a count');
    asking.counters.close();
  });

  it('are never asked for twice at a time', async () => {
    const asking = await router(() => port(3));
    const reads = await Promise.all(Array.from({ length: 8 }, () => asking.counters.read(never)));
    expect(reads.every(({ ok }) => ok)).toBe(true);
    expect(asking.mostWaiting()).toBe(1);
    asking.counters.close();
  });

  it('are nobody’s where no machine is the gateway of that line', () => {
    const options = MachinesOptions.parse({ community: 'x', list: [] });
    expect(lineCounters(options, 'line', systemClock)).toBeUndefined();
  });
});
