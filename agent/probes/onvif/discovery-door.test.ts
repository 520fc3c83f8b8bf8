import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { soap } from '../../../test/onvif/listen.ts';
import { discover } from './discovery-door.ts';

const match = (port: number, name: string) =>
  '<d:ProbeMatch><a:EndpointReference><a:Address>uuid:same</a:Address></a:EndpointReference>' +
  `<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/name/${name} onvif://www.onvif.org/hardware/%zz</d:Scopes>` +
  `<d:XAddrs>http://10.9.9.9:${port}/onvif/device_service</d:XAddrs></d:ProbeMatch>`;
const matches = (...inner: readonly string[]) =>
  soap(`<d:ProbeMatches>${inner.join('')}</d:ProbeMatches>`);

/** A device on loopback that answers every question with these datagrams. */
async function device(
  host: string,
  port: number,
  answers: readonly (string | Buffer)[],
): Promise<{ readonly socket: Socket; readonly heard: string[] }> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (message, from) => {
    heard.push(message.toString());
    for (const answer of answers) socket.send(answer, from.port, from.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { socket, heard };
}

/** Asks, lets the answers come in, and ends the listening. */
async function ask(subnets: readonly string[], port: number, arrived: () => boolean) {
  const clock = new ManualClock();
  const signal = new AbortController().signal;
  const asking = discover({ subnets, interfaces: [], signal, clock, port });
  await expect.poll(arrived, { timeout: 5_000 }).toBe(true);
  await clock.advance(seconds(5));
  return await asking;
}

describe('discovery', () => {
  it('keeps two cameras apart that share a UUID, by where they answered from', async () => {
    const one = await device('127.0.0.2', 0, [matches(match(80, 'C%E1%BB%95ng'))]);
    const { port } = one.socket.address();
    const two = await device('127.0.0.3', port, [matches(match(8899, 'two'))]);
    const found = await ask(
      ['127.0.0.2/31'],
      port,
      () => one.heard.length > 0 && two.heard.length > 0,
    );
    expect(found.map(({ address, port: at, name }) => [address, at, name]).sort()).toEqual([
      ['127.0.0.2', 80, 'Cổng'],
      ['127.0.0.3', 8899, 'two'],
    ]);
    expect(one.heard[0]).toContain('NetworkVideoTransmitter');
  });

  it('ignores what is malformed, and answers from outside the subnets', async () => {
    const good = matches(match(80, 'good'));
    const noise = [
      Buffer.from([0xff, 0, 1]),
      '<Envelope>',
      `<!DOCTYPE x>${good}`,
      soap('<Hello/>'),
    ];
    const one = await device('127.0.0.2', 0, [...noise, good]);
    const { port } = one.socket.address();
    const stranger = await device('127.0.0.9', port, [good]);
    one.socket.on('message', (_, from) => stranger.socket.send(good, from.port, from.address));
    const found = await ask(
      ['127.0.0.2', 'nonsense', '10.0.0.0/40'],
      port,
      () => one.heard.length > 0,
    );
    expect(found.map(({ address }) => address)).toEqual(['127.0.0.2']);
    expect(stranger.heard).toEqual([]);
  });

  it('asks nobody where no subnet is given', async () => {
    expect(await ask([], 3702, () => true)).toEqual([]);
  });
});
