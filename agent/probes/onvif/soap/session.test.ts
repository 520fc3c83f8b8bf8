import { describe, expect, it } from 'vitest';
import { seconds } from '../../../../kit/units.ts';
import { ManualClock } from '../../../../test/manual-clock.ts';
import { type HttpAnswer, listenHttp, soap } from '../../../../test/onvif/listen.ts';
import { deviceUrl, parseHost } from './endpoint.ts';
import { operations } from './operations.ts';
import { DeviceSession } from './session.ts';
import { exchange } from './soap-door.ts';
import { usernameToken } from './wsse.ts';

const LOGIN = { user: 'viewer', password: 'dung' };
const NOT_AUTHORIZED = soap(
  '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault>',
);
const clock = new ManualClock();

function session(port: number, login: typeof LOGIN | 'none' = LOGIN): DeviceSession {
  const parts = {
    exchange,
    clock,
    credentials: login === 'none' ? undefined : login,
    random: () => 0.5,
    signal: new AbortController().signal,
    deadline: seconds(2),
    host: parseHost(`127.0.0.1:${port}`),
  };
  return new DeviceSession(parts, deviceUrl('127.0.0.1', port));
}

/** A device that answers everything, and keeps what it was sent. */
function recording(answer: HttpAnswer) {
  const seen: { readonly body: string; readonly authorization: string | undefined }[] = [];
  return {
    seen,
    answer: (...call: Parameters<HttpAnswer>) => {
      const [request, body] = call;
      seen.push({ body, authorization: request.headers.authorization });
      answer(...call);
    },
  };
}

describe('a session with a device', () => {
  it('says in the Content-Type which action it asks for', async () => {
    let type: string | undefined;
    const port = await listenHttp((request, _, response) => {
      type = request.headers['content-type'];
      response.end(soap('<a/>'));
    });
    await session(port).askAnonymously(operations.scopes);
    expect(type).toContain('action="http://www.onvif.org/ver10/device/wsdl/GetScopes"');
  });

  it('costs one failed login with a wrong password, by Digest as by token', async () => {
    for (const challenge of ['Digest realm="r", nonce="n", qop="auth"', undefined]) {
      const device = recording((_, __, response) => {
        if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
        response.writeHead(challenge === undefined ? 400 : 401).end(NOT_AUTHORIZED);
      });
      const talk = session(await listenHttp(device.answer));
      for (const name of ['scopes', 'deviceInformation', 'services'] as const)
        expect((await talk.ask(operations[name])).kind).toBe('refused');
      const logins = device.seen.filter(
        ({ body, authorization }) => authorization !== undefined || body.includes('UsernameToken'),
      );
      expect(logins).toHaveLength(1);
      expect(talk.login).toBe('failed');
    }
  });

  it('asks again with the new nonce where the old one is stale', async () => {
    let nonce = 1;
    const device = recording((request, _, response) => {
      const current = request.headers.authorization?.includes(`nonce="${nonce}"`) === true;
      if (current) return void response.end(soap('<GetScopesResponse/>'));
      nonce = 2;
      const stale = request.headers.authorization === undefined ? '' : ', stale=true';
      response.setHeader('WWW-Authenticate', `digest realm="r", nonce="${stale ? 2 : 1}"${stale}`);
      response.writeHead(401).end();
    });
    const talk = session(await listenHttp(device.answer));
    expect((await talk.ask(operations.scopes)).kind).toBe('answer');
    expect(talk.login).toBe('ok');
    expect(device.seen).toHaveLength(3);
  });

  it('makes its token by the device’s clock', async () => {
    const device = recording((_, body, response) =>
      body.includes('UsernameToken')
        ? response.end(soap('<a/>'))
        : response.writeHead(400).end(NOT_AUTHORIZED),
    );
    const talk = session(await listenHttp(device.answer));
    talk.followClock(seconds(-3_600));
    await talk.ask(operations.scopes);
    const nonce = Uint8Array.from({ length: 16 }, () => 128);
    const hourAgo = new ManualClock().now();
    const at = (hourAgo - 3_600_000) as typeof hourAgo;
    expect(device.seen.at(-1)?.body).toContain(usernameToken(LOGIN, { at, nonce }));
  });

  it('never sends anything to a host that an address names', async () => {
    let strayed = 0;
    const other = await listenHttp((_, __, response) => {
      strayed += 1;
      response.end(soap('<a/>'));
    }, '127.0.0.2');
    const device = recording((_, body, response) =>
      body.includes('UsernameToken')
        ? response.end(soap('<a/>'))
        : response.writeHead(400).end(NOT_AUTHORIZED),
    );
    const talk = session(await listenHttp(device.answer));
    talk.locate('media', `http://127.0.0.2:${other}/onvif/media?x=1`);
    expect((await talk.ask(operations.profiles)).kind).toBe('answer');
    expect(strayed).toBe(0);
    expect(device.seen).not.toHaveLength(0);
  });

  it('asks a service on the port it states', async () => {
    const media = await listenHttp((request, _, response) =>
      response.end(soap(`<Path>${request.url}</Path>`)),
    );
    const device = await listenHttp((_, __, response) => response.end(soap('<a/>')));
    const talk = session(device);
    talk.locate('media', `http://10.9.8.7:${media}/onvif/Media?y=2`);
    expect(await talk.ask(operations.profiles)).toEqual({
      kind: 'answer',
      body: { Path: '/onvif/Media?y=2' },
    });
  });

  it('never answers a Basic challenge over plain HTTP', async () => {
    const device = recording((_, __, response) => {
      response.setHeader('WWW-Authenticate', 'Basic realm="r"');
      response.writeHead(401).end();
    });
    const talk = session(await listenHttp(device.answer));
    await talk.ask(operations.scopes);
    expect(device.seen.some(({ authorization }) => authorization !== undefined)).toBe(false);
    expect(device.seen.some(({ body }) => body.includes('dung'))).toBe(false);
  });

  it('says that a login is wanted where none is configured', async () => {
    const port = await listenHttp((_, __, response) => response.writeHead(401).end());
    const talk = session(port, 'none');
    expect((await talk.ask(operations.scopes)).kind).toBe('refused');
    expect([talk.login, talk.wantsLogin]).toEqual(['unknown', true]);
  });
});
