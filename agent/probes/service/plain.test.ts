import { createServer as createHttp } from 'node:http';
import { createServer as createTcp, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkedFields, OpenServers } from '../../../test/open-servers.ts';

const servers = new OpenServers();
afterEach(() => servers.close());

describe('the unencrypted address of a system', () => {
  const pointing = (to: (port: number) => string, status = 301): Server => {
    const server = createHttp((_, response) => {
      const { port } = server.address() as { port: number };
      response.writeHead(status, { Location: to(port) }).end();
    });
    return server;
  };
  const plainOf = async (server: Server | number, host = 'localhost') => {
    const port = typeof server === 'number' ? server : await servers.listen(server);
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    const httpUrl = `http://${host}:${port}/`;
    const fields = await checkedFields(`http://127.0.0.1:${port}/`, { httpUrl, lookup });
    const said = String(fields['redirect_path']).replaceAll(`:${port}`, '');
    return [fields['https_redirect'], fields['http_outcome'], said];
  };

  it('sends on to https of the same site', async () => {
    expect(await plainOf(pointing(() => 'https://localhost/x?session=1'))).toEqual([
      ...[true, 'https', 'http://localhost/ 301 → https://localhost/x'],
    ]);
  });

  it('may go by way of www', async () => {
    const server = createHttp(({ headers }, response) => {
      const bare = `${headers.host}`.startsWith('www.') === false;
      const to = bare ? `http://www.${headers.host}/` : 'https://cong.truong.edu.vn/';
      response.writeHead(302, { Location: to }).end();
    });
    expect(await plainOf(server, 'truong.edu.vn')).toEqual([
      true,
      'https',
      'http://truong.edu.vn/ 302 → http://www.truong.edu.vn/ 302 → https://cong.truong.edu.vn/',
    ]);
  });

  it.each<[string, Server, string]>([
    ['answers in the clear', createHttp((_, response) => response.end('hello')), 'plain'],
    ['sends on to another site', pointing(() => 'https://elsewhere.example/'), 'elsewhere'],
    ['sends on to another host in the clear', pointing(() => 'http://192.168.1.1/'), 'plain'],
    ['sends on to another port', pointing((port) => `http://localhost:${port - 1}/`), 'plain'],
    ['sends on to itself', pointing(() => '/'), 'loop'],
    ['sends on nowhere', pointing(() => 'http://'), 'plain'],
  ])('%s', async (_, server, outcome) => {
    expect((await plainOf(server)).slice(0, 2)).toEqual([false, outcome]);
  });

  it('is left after five steps where each points to another page', async () => {
    let asked = 0;
    const server = createHttp((_, response) => {
      asked += 1;
      response.writeHead(302, { Location: `/${asked}` }).end();
    });
    expect((await plainOf(server)).slice(0, 2)).toEqual([false, 'loop']);
    // Five steps, and the page itself beside them.
    expect(asked).toBe(6);
  });

  it('is closed where nobody listens or the connection is cut', async () => {
    expect((await plainOf(await servers.closedPort())).slice(0, 2)).toEqual([false, 'closed']);
    const cutting = createTcp((socket) => socket.once('data', () => socket.destroy()));
    expect((await plainOf(cutting)).slice(0, 2)).toEqual([false, 'closed']);
  });

  it('says nothing where nothing can be said', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const fields = await checkedFields('http://127.0.0.1:1/', {
      httpUrl: 'http://a.example/',
      lookup,
    });
    expect(fields).not.toHaveProperty('http_outcome');
    expect(fields).not.toHaveProperty('https_redirect');
  });
});
