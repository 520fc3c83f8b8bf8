import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem, type ProblemPages, problems } from './problem.ts';
import { mountedRoutes, nothingHere } from './routes.ts';

const SECRET = 'ht_a-secret-that-nobody-may-see';
let server: Server;
let logged: object[];
let thrown: unknown;
let pages: ProblemPages;

beforeEach(async () => {
  logged = [];
  pages = () => false;
  const app = express();
  const note = (fields: object) => logged.push(fields);
  app.get('/throws', () => {
    throw thrown;
  });
  app.get('/rejects', async () => {
    await Promise.resolve();
    throw thrown;
  });
  app.get('/half', (_request, response) => {
    response.write('half');
    throw thrown;
  });
  app.use(problems({ info: note, warn: note, error: note }, (...asked) => pages(...asked)));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const get = (path: string) => {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}?token=${SECRET}`);
};

describe('a problem', () => {
  it.each(['/throws', '/rejects'])(
    'of ours (%s) is answered as it says, and not logged',
    async (path) => {
      thrown = new Problem(409, 'taken', { by: 'me' }, { 'Retry-After': '5' });
      const answer = await get(path);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect([answer.status, await answer.json()]).toEqual([
        409,
        {
          type: 'about:blank',
          title: 'Conflict',
          status: 409,
          detail: 'taken',
          code: 'invalid',
          message: 'taken',
          by: 'me',
        },
      ]);
      expect(logged).toEqual([]);
    },
  );

  it.each(['/throws', '/rejects'])(
    'of any other kind (%s) is logged once, and told to nobody',
    async (path) => {
      thrown = new Error('table secret_things is missing');
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([
        500,
        expect.not.stringContaining('secret_things'),
      ]);
      expect(logged).toEqual([{ route: path, error: 'table secret_things is missing' }]);
      expect(JSON.stringify(logged)).not.toContain(SECRET);
    },
  );

  it.each([
    [{ status: 413 }, 413],
    [{ status: 200 }, 500],
    [{ status: 'odd' }, 500],
    ['a text', 500],
    [undefined, 404],
  ])('thrown as %j has the status %d', async (error, status) => {
    thrown = error;
    expect((await get('/throws')).status).toBe(status);
  });

  it('is answered plainly where its page breaks too', async () => {
    thrown = new Problem(404, 'no such thing');
    pages = () => {
      throw new Error('the database is gone');
    };
    const answer = await get('/throws');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('after half an answer cuts the line instead of adding to it', async () => {
    thrown = new Error('late');
    await expect(get('/half').then((answer) => answer.text())).rejects.toThrow();
  });
});

it('the routes of a router are found through the routers below it', () => {
  const inner = express.Router();
  inner
    .route('/a/:id')
    .get(() => undefined)
    .post(() => undefined);
  const outer = express.Router();
  outer.use(inner);
  outer.get('/b.json', () => undefined);
  expect(mountedRoutes(outer)).toEqual([
    { method: 'GET', path: '/a/:id' },
    { method: 'POST', path: '/a/:id' },
    { method: 'GET', path: '/b.json' },
  ]);
  const last = nothingHere(outer);
  const ask = (path: string, method: string) => () =>
    last({ path, method } as express.Request, {} as express.Response, () => undefined);
  expect(ask('/a/1', 'DELETE')).toThrow(expect.objectContaining({ status: 405 }));
  expect(ask('/a/1/2', 'GET')).toThrow(expect.objectContaining({ status: 404 }));
  expect(ask('/bXjson', 'GET')).toThrow(expect.objectContaining({ status: 404 }));
});
