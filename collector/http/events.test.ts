import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { Events } from './events.ts';
import { Problem } from './problem.ts';

let clock: ManualClock;
let events: Events;
let server: Server;
let refused: unknown[];
beforeEach(async () => {
  clock = new ManualClock();
  events = new Events(clock);
  refused = [];
  const app = express();
  app.get('/:who', (request, response) => {
    try {
      events.listen(response, request.params.who);
    } catch (problem) {
      refused.push(problem);
      response.status(503).end();
    }
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function listen(who = 'admin') {
  const { port } = server.address() as AddressInfo;
  const request = get({ host: '127.0.0.1', port, path: `/${who}`, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const heard: string[] = [];
  answer.setEncoding('utf8').on('data', (text: string) => heard.push(text));
  answer.on('error', () => undefined);
  return { answer, heard, leave: () => request.destroy() };
}

const settled = () => new Promise((later) => setTimeout(later, 50));

describe('the events', () => {
  it('tell every page of a change, and of a burst the first and the last', async () => {
    const [one, two] = [await listen(), await listen()];
    for (let change = 0; change < 10; change += 1) events.changed();
    await settled();
    expect([one.heard, two.heard]).toEqual([['data: changed\n\n'], ['data: changed\n\n']]);
    await clock.advance(seconds(3));
    events.flush();
    events.flush();
    await settled();
    expect(one.heard).toHaveLength(2);
  });

  it('keep a quiet line alive, so that nobody in between takes it for dead', async () => {
    const { heard } = await listen();
    await clock.advance(seconds(24));
    events.flush();
    await clock.advance(seconds(1));
    events.flush();
    await settled();
    expect(heard).toEqual([': still here\n\n']);
  });

  it('forget a page that was closed', async () => {
    const { leave } = await listen();
    expect(events.size).toBe(1);
    leave();
    await settled();
    expect(events.size).toBe(0);
  });

  it('leave one caller no more than a share of the places', async () => {
    for (let page = 0; page < 50; page += 1) await listen('one');
    expect((await listen('one')).answer.statusCode).toBe(503);
    expect(refused).toEqual([expect.any(Problem)]);
    expect((await listen('another')).answer.statusCode).toBe(200);
  });

  it('end every page when the collector stops', async () => {
    const { answer } = await listen();
    events.end();
    await once(answer, 'end');
    await settled();
    expect(events.size).toBe(0);
  });
});
