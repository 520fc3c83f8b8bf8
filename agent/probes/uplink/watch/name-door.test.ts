import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ms } from '../../../../kit/units.ts';
import { UplinkOptions } from '../options.ts';
import { farEndsOf, nameFor } from './far-ends.ts';
import { askName } from './name-door.ts';

let server: Socket;
let asked: string[];
/** RFC 1035: 0 no error, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED; undefined answers nothing. */
let code: number | undefined;
beforeEach(async () => {
  asked = [];
  server = createSocket('udp4');
  server.on('message', (question, from) => {
    asked.push(nameIn(question));
    if (code === undefined) return;
    const answer = Buffer.from(question);
    answer.writeUInt16BE(0x8180 | code, 2);
    server.send(answer, from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
});

function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; (question[at] ?? 0) > 0; at += (question[at] ?? 0) + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)));
  return labels.join('.');
}

const ask = (signal = new AbortController().signal) =>
  askName(
    { name: 'hatang.example.vn', server: `127.0.0.1:${server.address().port}`, wait: ms(200) },
    signal,
  );

describe('a question to a name server', () => {
  it.each([
    ['that there is no such name', 3, true],
    ['a name without an address', 0, true],
    ['that it failed', 2, false],
    ['that it refuses', 5, false],
    ['nothing', undefined, false],
  ])('answered by %s', async (_, rcode, works) => {
    code = rcode;
    expect(await ask()).toBe(works);
  });

  it('is for a new name each time, so that no memory answers it', async () => {
    code = 3;
    await ask();
    await ask();
    expect(new Set(asked).size).toBe(2);
    for (const name of asked) expect(name).toMatch(/^hatang-[0-9a-f]{8}\.hatang\.example\.vn$/);
  });

  it('ends when it is told to', async () => {
    code = undefined;
    const stop = new AbortController();
    const answer = ask(stop.signal);
    stop.abort();
    expect(await answer).toBe(false);
  });
});

describe('who is asked', () => {
  const section = UplinkOptions.parse({
    targets: [
      { name: 'center', udp_echo: 'hatang.example.vn:8480' },
      { name: 'far', tcp: '192.0.2.7:443' },
    ],
  });
  const around = {
    collector: 'https://hatang.example.vn',
    services: [
      { name: 'csdl', url: 'https://csdl.example.vn/' },
      { name: 'own', url: 'http://hatang.example.vn:8480/healthz' },
    ],
  };

  it('is each target and service, the collector known by its host', () => {
    expect(
      farEndsOf(section, around).map(({ subject, kind, endpoint, eachSecond }) => [
        ...[subject, kind, `${endpoint.host}:${endpoint.port}`, eachSecond],
      ]),
    ).toEqual([
      ['target:center', 'collector', 'hatang.example.vn:8480', true],
      ['target:far', 'portal', '192.0.2.7:443', false],
      ['service:csdl', 'portal', 'csdl.example.vn:443', false],
      ['service:own', 'collector', 'hatang.example.vn:8480', false],
    ]);
  });

  it('is a name below the collector’s, or below a far end’s where that is an address', () => {
    const ends = farEndsOf(section, around);
    expect(nameFor(around.collector, ends)).toBe('hatang.example.vn');
    expect(nameFor('http://192.0.2.1:8480', ends)).toBe('hatang.example.vn');
    expect(nameFor('http://192.0.2.1:8480', ends.slice(1, 2))).toBeUndefined();
    expect(nameFor('http://localhost:8480', [])).toBeUndefined();
  });

  it.each([
    [{ dns: { every: '1s' } }],
    [{ dns: { name: 'not a name' } }],
    [{ gateway: 'a b' }],
    [{ gate: '192.168.1.1' }],
  ])('is refused as %j', (watch) => {
    expect(UplinkOptions.safeParse({ targets: [], watch }).success).toBe(false);
  });
});
