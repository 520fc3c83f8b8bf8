import { describe, expect, it } from 'vitest';
import { hours, seconds } from '../kit/units.ts';
import { ManualClock } from '../test/manual-clock.ts';
import { retain, startTending, type Tended } from './tending.ts';

function tending(parts: Partial<Tended>) {
  const clock = new ManualClock();
  const said: string[] = [];
  const note = (_fields: object, event: string) => said.push(event);
  const idle = (signal: AbortSignal) => clock.sleep(hours(1_000), signal);
  const { stop } = startTending({
    clock,
    log: { info: note, warn: note, error: note },
    timeZone: 'Asia/Ho_Chi_Minh',
    alerts: { evaluate: () => undefined },
    escalation: { escalate: () => undefined },
    events: { flush: () => undefined },
    mails: { deliver: idle, prune: () => undefined },
    hooks: { prune: () => undefined },
    telling: { run: idle },
    rounds: { run: idle },
    factThread: { prune: () => undefined },
    ...parts,
  });
  return { clock, said, stop };
}

describe('what the collector does by itself', () => {
  it('goes on after a turn that failed, and says so', async () => {
    let turns = 0;
    const evaluate = () => {
      turns += 1;
      if (turns === 1) throw new Error('disk full');
    };
    const { clock, said, stop } = tending({ alerts: { evaluate } });
    await clock.advance(seconds(5));
    await stop();
    expect([turns, said]).toEqual([3, ['tick_failed']]);
  });

  it('knows how long ago its last good turn was', async () => {
    let since: () => number = () => -1;
    let broken = false;
    const { clock, stop } = tending({
      alerts: {
        evaluate: () => {
          if (broken) throw new Error('disk full');
        },
      },
      telling: {
        run: async (_, sinceTick) => {
          since = sinceTick;
        },
      },
    });
    await clock.advance(seconds(5));
    expect(since()).toBe(1_000);
    broken = true;
    await clock.advance(seconds(60));
    expect(since()).toBe(61_000);
    await stop();
  });

  it('forgets what is old at night, mails and calls too, though one of them fails', () => {
    const [clock, said, pruned] = [new ManualClock(), [] as string[], [] as string[]];
    const note = (_fields: object, event: string) => said.push(event);
    retain({
      clock,
      log: { info: note, warn: note, error: note },
      factThread: {
        prune: () => {
          throw new Error('disk full');
        },
      },
      mails: { prune: (now) => pruned.push(`mails ${now === clock.now()}`) },
      hooks: { prune: (now) => pruned.push(`hooks ${now === clock.now()}`) },
    });
    expect([said, pruned]).toEqual([['retention_failed'], ['mails true', 'hooks true']]);
  });
});
