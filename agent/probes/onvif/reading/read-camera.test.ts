import { describe, expect, it } from 'vitest';
import { seconds } from '../../../../kit/units.ts';
import { ManualClock } from '../../../../test/manual-clock.ts';
import { soap } from '../../../../test/onvif/listen.ts';
import { parseHost } from '../soap/endpoint.ts';
import type { Exchange, HttpAsk, HttpOutcome } from '../soap/exchange.ts';
import { readCamera } from './read-camera.ts';

const LOGIN = { user: 'viewer', password: 'dung' };
const NS = 'http://www.onvif.org';
const clock = new ManualClock();

/** Answers by the name of the operation: a body, `refused`, `silence`; undefined is a fault. */
type Script = (operation: string, ask: HttpAsk) => string | undefined;

const answered = (
  status: number,
  body: string,
  challenges: readonly string[] = [],
): HttpOutcome => ({
  kind: 'answered',
  status,
  challenges,
  body: Buffer.from(body),
});

function scripted(script: Script): { readonly exchange: Exchange; readonly asked: string[] } {
  const asked: string[] = [];
  const exchange: Exchange = async (ask) => {
    const operation = /<o:(\w+)/.exec(ask.body)?.[1] ?? '';
    asked.push(`${ask.url.port || '80'} ${operation}`);
    const answer = script(operation, ask);
    if (answer === 'silence') return { kind: 'silent', reason: 'refused' };
    if (answer === 'refused') return answered(401, '', ['Digest realm="r", nonce="n", qop="auth"']);
    const fault = '<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code></s:Fault>';
    return answer === undefined ? answered(500, soap(fault)) : answered(200, soap(answer));
  };
  return { exchange, asked };
}

const read = (exchange: Exchange, address = '10.0.0.5:8080') =>
  readCamera({
    exchange,
    clock,
    credentials: LOGIN,
    random: () => 0.5,
    signal: new AbortController().signal,
    deadline: seconds(2),
    host: parseHost(address),
    knownPort: undefined,
    heldBack: false,
    invented: false,
    maxStreams: 2,
    recordings: false,
    settled: 'nothing',
  });

const xaddr = (namespace: string, path: string) =>
  `<Service><Namespace>${NS}/${namespace}/wsdl</Namespace><XAddr>http://10.0.0.5:8080${path}</XAddr></Service>`;
const NOW =
  '<UTCDateTime><Time><Hour>0</Hour><Minute>1</Minute><Second>0</Second></Time><Date><Year>2026</Year><Month>11</Month><Day>23</Day></Date></UTCDateTime>';
const clockAnswer = `<GetSystemDateAndTimeResponse><SystemDateAndTime>${NOW}</SystemDateAndTime></GetSystemDateAndTimeResponse>`;
const profiles =
  '<GetProfilesResponse><Profiles token="a"><VideoEncoderConfiguration token="e"><Encoding>H264</Encoding></VideoEncoderConfiguration></Profiles></GetProfilesResponse>';
const uri =
  '<GetStreamUriResponse><MediaUri><Uri>rtsp://u:p@1.2.3.4:8554/x</Uri></MediaUri></GetStreamUriResponse>';
const loggedIn = ({ headers }: HttpAsk) => headers['Authorization'] !== undefined;

describe('reading a camera', () => {
  it('finds ONVIF on an odd port, and asks the usual one first', async () => {
    const { exchange, asked } = scripted((_, { url }) =>
      url.port === '8899' ? clockAnswer : 'silence',
    );
    const reading = await read(exchange, '10.0.0.5');
    expect(reading).toMatchObject({ reachable: true, port: 8899 });
    expect(asked.slice(0, 5).map((one) => one.split(' ')[0])).toEqual(
      '80 2020 5000 6688 8899'.split(' '),
    );
  });

  it('asks only the port a person named', async () => {
    const { exchange, asked } = scripted(() => 'silence');
    expect(await read(exchange)).toMatchObject({ reachable: false, port: undefined });
    expect(asked).toEqual(['8080 GetSystemDateAndTime']);
  });

  it('gets by with GetCapabilities, and with a clock behind the login', async () => {
    const { exchange } = scripted((operation, ask) => {
      if (operation === 'GetServices') return undefined;
      if (!loggedIn(ask) && operation !== 'GetCapabilities') return 'refused';
      if (operation === 'GetCapabilities')
        return '<GetCapabilitiesResponse><Capabilities><Media><XAddr>http://9.9.9.9/m</XAddr></Media></Capabilities></GetCapabilitiesResponse>';
      const answers: Record<string, string> = {
        GetSystemDateAndTime: clockAnswer,
        GetProfiles: profiles,
        GetStreamUri: uri,
      };
      return answers[operation] ?? '<a/>';
    });
    const reading = await read(exchange);
    expect(reading).toMatchObject({ auth: 'ok', clock: { kind: 'utc', offsetS: 60.5 } });
    expect(reading.streams).toMatchObject([
      { profile: 'a', address: { host: '10.0.0.5', port: 8554, path: '/x' } },
    ]);
  });

  it('falls back to Media1 where Media2 is advertised but broken', async () => {
    const { exchange } = scripted((operation, { url }) => {
      if (url.pathname === '/m2') return undefined;
      const answers: Record<string, string> = {
        GetSystemDateAndTime: clockAnswer,
        GetServices: `<GetServicesResponse>${xaddr('ver10/media', '/m1')}${xaddr('ver20/media', '/m2')}</GetServicesResponse>`,
        GetProfiles: profiles,
        GetStreamUri: uri,
      };
      return answers[operation] ?? '<a/>';
    });
    const reading = await read(exchange);
    expect(reading.streams[0]?.address?.path).toBe('/x');
    expect(reading.proof).toMatchObject({ media1: true, uri1: true, media2: false, uri2: false });
    expect(reading.auth).toBe('not_required');
  });

  it('stops using a login that is refused after it was right', async () => {
    let tries = 0;
    const { exchange } = scripted((operation, ask) => {
      const open: Record<string, string> = {
        GetSystemDateAndTime: clockAnswer,
        GetServices: `<GetServicesResponse>${xaddr('ver10/media', '/m1')}</GetServicesResponse>`,
      };
      if (open[operation] !== undefined || !loggedIn(ask)) return open[operation] ?? 'refused';
      tries += 1;
      return tries === 1 ? profiles : 'refused';
    });
    await read(exchange);
    // The first refusal is asked once more, in case only the nonce was old.
    expect(tries).toBe(4);
  });
});
