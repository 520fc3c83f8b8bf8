import { describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { PageAnswer } from './page-door.ts';
import { servePage } from './page-door.ts';
import { PageKeeper } from './page-keeper.ts';

const saying = (body: string) => async (): Promise<PageAnswer> => ({
  status: 200,
  headers: {},
  body,
});
const anywhere = { host: '127.0.0.1', port: 0 };

async function opened() {
  const clock = new ManualClock();
  const keeper = new PageKeeper({ serve: servePage, clock });
  const port = await keeper.open(anywhere, saying('first'));
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return [answer.status, await answer.text()];
  };
  return { keeper, ask, port };
}

describe('the page between two agents', () => {
  it('stays on its port, and whoever asks meanwhile is answered by the next', async () => {
    const { keeper, ask, port } = await opened();
    expect(await ask()).toEqual([200, 'first']);
    keeper.pause();
    const meanwhile = ask();
    expect(await keeper.open(anywhere, saying('second'))).toBe(port);
    expect(await meanwhile).toEqual([200, 'second']);
    expect(await ask()).toEqual([200, 'second']);
    await keeper.close();
  });

  it('says that it is starting when there is no next for too long', async () => {
    const asked = Promise.withResolvers<void>();
    const clock = new ManualClock();
    const keeper = new PageKeeper({
      clock,
      serve: (at, answer) =>
        servePage(at, (request, port) => {
          asked.resolve();
          return answer(request, port);
        }),
    });
    const port = await keeper.open(anywhere, saying('first'));
    keeper.pause();
    const answer = fetch(`http://127.0.0.1:${port}/`);
    await asked.promise;
    await clock.advance(seconds(10));
    expect((await answer).status).toBe(503);
    await keeper.close();
  });

  it('moves to another port when the next agent says so', async () => {
    const { keeper, ask, port } = await opened();
    const elsewhere = await keeper.open({ host: 'localhost', port: 0 }, saying('second'));
    expect(elsewhere).not.toBe(port);
    await expect(ask()).rejects.toThrow();
    expect(await (await fetch(`http://localhost:${elsewhere}/`)).text()).toBe('second');
    await keeper.close();
  });
});
