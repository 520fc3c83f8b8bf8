import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { answerOf, asked, openV3Answer } from '../../../test/snmp-answer.ts';
import type { Fact } from '../../../wire/fact.ts';
import { SYSTEM } from './oids.ts';
import { MachinesOptions } from './options.ts';
import { machineProbes } from './probe.ts';

const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
const never = new AbortController().signal;

function probeOf(port: number, machine: object = { community: 'lab-test' }, section: object = {}) {
  const options = MachinesOptions.parse({
    ...section,
    list: [{ id: 'pc-01', name: 'Máy 01', address: `127.0.0.1:${port}`, ...machine }],
  });
  const [probe] = machineProbes(options, parts).probes;
  if (probe === undefined) throw new Error('no probe');
  return probe;
}

const machineFields = ({ facts }: { readonly facts: readonly Fact[] }) =>
  facts.find(({ measurement }) => measurement === 'machine')?.fields ?? {};

describe('a device that misbehaves', () => {
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0))
      await new Promise<void>((done) => socket.close(() => done()));
  });

  async function agent(answer: (question: Buffer) => readonly Buffer[], from?: Socket) {
    const socket = createSocket('udp4');
    sockets.push(socket);
    let questions = 0;
    socket.on('message', (question, asker) => {
      questions += 1;
      for (const bytes of answer(question)) (from ?? socket).send(bytes, asker.port, asker.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return { port: socket.address().port, questions: () => questions };
  }
  const errorOf = async (port: number, deadline = '800ms') => {
    const pass = await probeOf(port, undefined, { deadline }).measure(never);
    return String(machineFields(pass)['error']);
  };

  it('is given up at the deadline when it is silent', async () => {
    const { port, questions } = await agent(() => []);
    const start = systemClock.elapsed();
    expect(await errorOf(port, '500ms')).toBe('stopped: no answer before the deadline');
    expect(systemClock.elapsed() - start).toBeLessThan(4_000);
    expect(questions()).toBe(1);
  });

  it('is told what silence may mean when it never answers, nor the second time', async () => {
    const { port, questions } = await agent(() => []);
    expect(await errorOf(port, '8s')).toMatch(/^silent: no answer: off, not SNMP, or another/);
    expect(questions()).toBe(2);
  });

  it('is called garbled when it sends garbage', async () => {
    const { port } = await agent(() => [Buffer.from('not SNMP at all')]);
    expect(await errorOf(port)).toMatch(/^garbled/);
  });

  it('is called garbled when it cuts its answers short', async () => {
    const { port } = await agent((question) => [answerOf(question, []).subarray(0, 20)]);
    expect(await errorOf(port)).toMatch(/^garbled/);
  });

  it('is named when it answers from another port', async () => {
    const other = createSocket('udp4');
    sockets.push(other);
    const { port } = await agent((question) => [answerOf(question, [])], other);
    expect(await errorOf(port)).toMatch(/^foreign: answered from 127\.0\.0\.1 port \d+ instead/);
  });

  it('is stopped when it goes in circles', async () => {
    const { port, questions } = await agent((question) => [
      answerOf(
        question,
        asked(question).map((oid) => [
          isScalar(oid) ? oid : `${oid}.1`.replace(/(\.1)+$/, '.1'),
          7,
        ]),
      ),
    ]);
    expect(await errorOf(port)).toMatch(/^out_of_order/);
    expect(questions()).toBeLessThan(30);
  });

  it('is stopped when its tables never end', async () => {
    const { port, questions } = await agent((question) => [
      answerOf(
        question,
        asked(question).map((oid) => [isScalar(oid) ? oid : next(oid), 7]),
      ),
    ]);
    const pass = await probeOf(port, undefined, { deadline: '20s' }).measure(never);
    expect(machineFields(pass)).toMatchObject({ up: true });
    expect(questions()).toBeLessThanOrEqual(400);
    expect(
      pass.facts.filter(({ measurement }) => measurement === 'interface').length,
    ).toBeLessThanOrEqual(64);
  }, 25_000);

  it('is not believed when it answers in the clear what was asked with authPriv', async () => {
    let questions = 0;
    const { port } = await agent((question) => {
      questions += 1;
      const values = Object.values(SYSTEM).map((oid) => [oid, 7] as const);
      return [openV3Answer(question, questions === 1 ? 'report' : values)];
    });
    const auth = { protocol: 'sha', key: 'auth-key-1' };
    const priv = { protocol: 'aes', key: 'priv-key-1' };
    const v3 = { user: 'tester', level: 'authPriv', auth, priv };
    const pass = await probeOf(port, { v3 }, { deadline: '2s' }).measure(never);
    expect(questions).toBe(2);
    expect(machineFields(pass)).toEqual({
      up: false,
      source: 'snmp',
      error: 'unauthorized: answer is not authentic',
    });
  });

  it('survives any single byte of its answer being broken', async () => {
    let at = 0;
    const { port } = await agent((question) => {
      const answer = answerOf(
        question,
        asked(question).map((oid) => [oid, 7]),
      );
      at = (at + 1) % answer.length;
      answer[at] = (answer[at] ?? 0) ^ 0xff;
      return [answer];
    });
    for (let round = 0; round < 30; round += 1)
      expect(await errorOf(port, '60ms')).toMatch(
        /^(garbled|stopped|unauthorized|refused|undefined|silent)/,
      );
  });
});

const isScalar = (oid: string) => oid.endsWith('.0') && !oid.startsWith('1.3.6.1.2.1.2.2');
const next = (oid: string) => {
  const parts = oid.split('.');
  // A column's own oid is as long as the shortest ones asked for: below it rows count from one.
  const last = Number(parts.at(-1));
  return isColumn(oid) ? `${oid}.1` : [...parts.slice(0, -1), last + 1].join('.');
};
const isColumn = (oid: string) =>
  /^1\.3\.6\.1\.2\.1\.(2\.2\.1|31\.1\.1\.1|25\.2\.3\.1|25\.3\.2\.1|25\.3\.3\.1)\.\d+$/.test(oid);
