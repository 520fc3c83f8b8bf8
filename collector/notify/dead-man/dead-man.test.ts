import { describe, expect, it, onTestFinished } from 'vitest';
import { minutes, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { outReceiver } from '../../../test/out-receiver.ts';
import { sendWithin } from '../out-door.ts';
import { DeadManConfig } from './config.ts';
import { DeadMan } from './dead-man.ts';

interface Line {
  readonly fields: object;
  readonly event: string;
}

function watched(config: object, problem: () => string | undefined = () => undefined) {
  const clock = new ManualClock();
  const lines: Line[] = [];
  const log = (fields: object, event: string) => void lines.push({ fields, event });
  const deadMan = new DeadMan({
    config: DeadManConfig.parse(config),
    send: sendWithin(seconds(10)),
    clock,
    log: { info: log, warn: log, error: log },
  });
  const ending = new AbortController();
  const running = deadMan.run(ending.signal, problem);
  const end = async () => {
    ending.abort();
    await running;
  };
  onTestFinished(end);
  const counted = () =>
    Object.fromEntries(
      deadMan
        .metrics()
        .flatMap((metric) => ('value' in metric ? [[metric.name, metric.value] as const] : [])),
    );
  return { clock, lines, counted, end };
}

const SENT = 'hatang_dead_man_pings_total';
const FAILED = 'hatang_dead_man_pings_failed_total';
const HELD = 'hatang_dead_man_pings_held_back_total';

describe('the dead man’s switch', () => {
  it('tells the watcher each minute that the collector works, and no more once it is stopped', async () => {
    const watcher = await outReceiver();
    const { clock, counted, end } = watched({ url: `${watcher.url}/ping/UUID` });
    await clock.advance(seconds(59));
    expect(watcher.received).toEqual([]);
    for (const pings of [1, 2]) {
      await clock.advance(minutes(1));
      await expect.poll(() => counted()[SENT]).toBe(pings);
    }
    expect(watcher.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      ...['GET /ping/UUID', 'GET /ping/UUID'],
    ]);
    await end();
    await clock.advance(minutes(5));
    expect(watcher.received).toHaveLength(2);
  });

  it('keeps silent while the collector can’t work, says so once, and asks the address for failures where there is one', async () => {
    const watcher = await outReceiver();
    let problem: string | undefined = 'disk: full';
    const { clock, counted, lines } = watched(
      { url: `${watcher.url}/up`, fail_url: `${watcher.url}/fail` },
      () => problem,
    );
    for (const turn of [1, 2]) {
      await clock.advance(minutes(1));
      await expect.poll(() => counted()[HELD]).toBe(turn);
      await watcher.until(turn);
    }
    expect(watcher.received.map(({ path }) => path)).toEqual(['/fail', '/fail']);
    expect(lines).toEqual([
      { fields: { problem: 'disk: full' }, event: 'dead_man_ping_held_back' },
    ]);
    problem = undefined;
    await clock.advance(minutes(1));
    await expect.poll(() => counted()[SENT]).toBe(1);
    expect(watcher.received.at(-1)?.path).toBe('/up');
    expect(lines.at(-1)?.event).toBe('dead_man_ping_taken_again');
  });

  it('says once what lasts, though its figures grow', async () => {
    const watcher = await outReceiver();
    let late = 60;
    const { clock, counted, lines } = watched({ url: watcher.url }, () => {
      late += 60;
      return `incidents: not looked at for ${late} s`;
    });
    for (const turn of [1, 2, 3]) {
      await clock.advance(minutes(1));
      await expect.poll(() => counted()[HELD]).toBe(turn);
    }
    expect(lines.map(({ fields }) => fields)).toEqual([
      { problem: 'incidents: not looked at for 120 s' },
    ]);
  });

  it('takes whoever can’t even say how it is for dead', async () => {
    const watcher = await outReceiver();
    const { clock, counted } = watched({ url: watcher.url }, () => {
      throw new Error('database is locked');
    });
    await clock.advance(minutes(1));
    await expect.poll(() => counted()[HELD]).toBe(1);
    expect(watcher.received).toEqual([]);
  });

  it('counts what was not taken, logs it once, and never the address', async () => {
    const watcher = await outReceiver((_, response) => {
      response.writeHead(404).end();
    });
    const { clock, counted, lines } = watched({ url: `${watcher.url}/ping/UUID` });
    for (const turn of [1, 2, 3]) {
      await clock.advance(minutes(1));
      await expect.poll(() => counted()[FAILED]).toBe(turn);
    }
    expect(lines).toEqual([{ fields: { reason: 'answered 404' }, event: 'dead_man_ping_failed' }]);
    expect(JSON.stringify(lines)).not.toContain('UUID');
  });

  it('never has two pings on their way', async () => {
    const watcher = await outReceiver(() => undefined);
    const { clock, end } = watched({ url: watcher.url, every: '10s' });
    await clock.advance(seconds(10));
    await watcher.until(1);
    await clock.advance(minutes(10));
    expect(watcher.received).toHaveLength(1);
    await end();
  });

  it.each([
    [{ url: 'http://hc.example.vn/x' }, 1],
    [{ url: 'http://hc.example.vn/x', insecure: true }, 0],
    [{ url: 'https://hc.example.vn/x', fail_url: 'http://hc.example.vn/x/fail' }, 1],
    [{ url: 'http://127.0.0.1:3001/api/push/x' }, 0],
    [{ url: 'https://hc.example.vn/x', every: '5s' }, 1],
    [{ url: 'https://hc.example.vn/x', evry: '50s' }, 1],
    [{}, 1],
  ])('configured as %j has %d problem(s)', (config, count) => {
    expect(DeadManConfig.safeParse(config).error?.issues ?? []).toHaveLength(count);
  });
});
