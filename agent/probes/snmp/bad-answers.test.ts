import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { ms } from '../../../kit/units.ts';
import { answerOf, asked, openV3Answer } from '../../../test/snmp-answer.ts';
import { SYSTEM } from './oids.ts';
import { MachinesOptions } from './options.ts';
import { machineProbes } from './probe.ts';
import { openSession } from './session-door.ts';

const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
const never = new AbortController().signal;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0))
    await new Promise<void>((done) => socket.close(() => done()));
});

async function agent(answer: (question: Buffer) => readonly Buffer[], host = '127.0.0.1') {
  const socket = createSocket('udp4');
  sockets.push(socket);
  let questions = 0;
  socket.on('message', (question, asker) => {
    questions += 1;
    for (const bytes of answer(question)) socket.send(bytes, asker.port, asker.address);
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  return { port: socket.address().port, questions: () => questions };
}

/** One question by a session that waits no longer than a test may. */
async function problemOf(port: number, oids: readonly string[] = [SYSTEM.name]) {
  const credentials = { kind: 'community', version: '2c', community: 'lab-test' } as const;
  const limits = { signal: never, retries: 0, timeout: ms(250) };
  const opened = await openSession({ host: '127.0.0.1', port }, credentials, limits);
  if (!opened.ok) throw new Error(opened.problem.detail);
  const answer = await opened.value.bulk(oids, 2);
  opened.value.close();
  return answer.ok ? 'an answer' : `${answer.problem.kind}: ${answer.problem.detail}`;
}

const values = (question: Buffer) => asked(question).map((oid) => [`${oid}.1`, 7] as const);

describe('an answer that can’t be one', () => {
  it('is none with another request id, and is named', async () => {
    const { port } = await agent((question) => {
      const answer = answerOf(question, values(question));
      // The id stands behind the PDU's head.
      const pdu = answer.indexOf(Buffer.from('lab-test')) + 8;
      const at = pdu + (answer[pdu + 1] === 0x82 ? 4 : 2) + 2;
      answer[at] = (answer[at] ?? 0) ^ 1;
      return [answer];
    });
    expect(await problemOf(port)).toBe('garbled: answered another question than the one asked');
  });

  it('is none when it was cut short, and is told by how much', async () => {
    const { port } = await agent((question) => {
      const answer = answerOf(question, values(question));
      return [answer.subarray(0, answer.length - 3)];
    });
    expect(await problemOf(port)).toMatch(/^garbled: answer cut short at \d+ of \d+ bytes$/);
  });

  it('is none when it is oversized, and is not read', async () => {
    const long = 'x'.repeat(40_000);
    const { port } = await agent((question) => [answerOf(question, [[SYSTEM.name, long]])]);
    expect(await problemOf(port)).toMatch(/^garbled: answer of 40\d\d\d bytes is oversized$/);
  });

  it('is none with more values than were asked for', async () => {
    const { port } = await agent((question) => [
      answerOf(
        question,
        Array.from({ length: 9 }, (_, at) => [`${SYSTEM.name}.${at + 1}`, at] as const),
      ),
    ]);
    expect(await problemOf(port)).toBe('garbled: 9 values to a question for 2');
  });

  it('is none from another address, and who sent it is told', async () => {
    const impostor = createSocket('udp4');
    sockets.push(impostor);
    impostor.bind(0, '127.0.0.3');
    await once(impostor, 'listening');
    const silent = createSocket('udp4');
    sockets.push(silent);
    silent.on('message', (question, asker) => {
      impostor.send(answerOf(question, values(question)), asker.port, asker.address);
    });
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
    expect(await problemOf(silent.address().port)).toMatch(
      /^foreign: answered from 127\.0\.0\.3 port \d+ instead$/,
    );
  });
});

it('a v3 agent that reports for ever is left after six datagrams', async () => {
  const { port, questions } = await agent((question) => [
    zeroTime(openV3Answer(question, 'report')),
  ]);
  const v3 = {
    user: 'tester',
    level: 'authPriv',
    auth: { protocol: 'sha256', key: 'auth-key-1' },
    priv: { protocol: 'aes', key: 'priv-key-1' },
  };
  const options = MachinesOptions.parse({
    list: [{ id: 'pc', name: 'PC', address: `127.0.0.1:${port}`, v3 }],
  });
  const pass = await machineProbes(options, parts).probes[0]?.measure(never);
  expect(pass?.facts[0]?.fields['error']).toBe('garbled: more than 6 datagrams for one question');
  expect(questions()).toBe(6);
});

/** Boots and time zero ask for one more turn each. */
function zeroTime(report: Buffer): Buffer {
  const at = report.indexOf(Buffer.from('800000000102030405020101020101', 'hex'));
  report[at + 11] = 0;
  report[at + 14] = 0;
  return report;
}
