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
  return { clock, keeper, ask, port };
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

  it('says so when there is no next for too long', async () => {
    const { clock, keeper } = await opened();
    keeper.pause();
    const served: Promise<PageAnswer>[] = [];
    const taking = new PageKeeper({
      clock,
      serve: async (_, answer) => {
        served.push(answer({ method: 'GET', target: '/', host: '' }, 1));
        return { port: 1, close: async () => {} };
      },
    });
    // Asked while it opens: nobody answers yet.
    const opening = taking.open(anywhere, saying('late'));
    await opening;
    expect(await served[0]).toMatchObject({ body: 'late' });
    const asked = fetch(`http://127.0.0.1:${await keeper.open(anywhere, saying('x'))}/`);
    expect((await asked).status).toBe(200);
    await clock.advance(seconds(10));
    await keeper.close();
  });
});
