import { describe, expect, it } from 'vitest';
import { hours, minutes, seconds } from '../../kit/units.ts';
import { readAsked } from './asked.ts';

const AT = ['--collector', 'http://127.0.0.1:8480/'];

describe('what hatang simulate is asked', () => {
  it('has the cadences of an agent where nothing else is said', () => {
    expect(readAsked(AT)).toMatchObject({
      ok: true,
      value: {
        collector: 'http://127.0.0.1:8480',
        schools: 10,
        every: minutes(5),
        ship: seconds(2),
        backlog: 0,
        backlogRate: 20,
        replayed: 0,
      },
    });
  });

  it('lets a herd come back from something, and from what is said', () => {
    expect(readAsked([...AT, '--herd'])).toMatchObject({ value: { backlog: minutes(10) } });
    expect(readAsked([...AT, '--herd', '--backlog', '24h'])).toMatchObject({
      value: { backlog: hours(24) },
    });
  });

  it.each([
    [['--schools', '3'], '--collector: http://… | https://…'],
    [['--collector', 'ftp://x'], '--collector: http://… | https://…'],
    [[...AT, '--schools', '0'], '--schools: 1 … 10000, không phải / not "0"'],
    [[...AT, '--schools', '10001'], '--schools: 1 … 10000, không phải / not "10001"'],
    [[...AT, '--schools', ''], '--schools: 1 … 10000, không phải / not ""'],
    [[...AT, '--schools', '1.5'], '--schools: số nguyên, không phải / a whole number, not 1.5'],
    [[...AT, '--backlog', '31d'], '--backlog: 30s, 5m, 24h … 30d, không phải / not "31d"'],
    [[...AT, '--every', 'often'], '--every: 30s, 5m, 24h … 30d, không phải / not "often"'],
    [[...AT, '--every', '999ms'], '--every: ít nhất / at least 1000 ms'],
    [[...AT, '--ship', '99ms'], '--ship: ít nhất / at least 100 ms'],
    [[...AT, '--units', 'q1,Quận'], '--units: không phải mã đơn vị / not the id of a unit: "Quận"'],
    [[...AT, '--sped', '1'], "Unknown option '--sped'"],
  ])('refuses %j: %s', (args, problem) => {
    expect(readAsked(args)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});
