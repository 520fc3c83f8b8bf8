import { describe, expect, it } from 'vitest';
import { type AgentAnswer, readTaken, readTests } from './asking.ts';

const answered = (status: number, body: unknown): AgentAnswer => ({
  ...{ kind: 'answered', status },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const tests = { every_s: 14_400, services: [{ name: 'moet', url: 'https://moet.gov.vn/' }] };
const agent = '192.168.1.5:8483';

describe('the agent’s answer', () => {
  it('names what to try, and fields of a newer agent are passed over', () => {
    const answer = answered(200, { ...tests, colour: 'green' });
    expect(readTests(answer, agent)).toEqual({ ok: true, value: tests });
    expect(readTaken(answered(200, { machine: 'pc-1', every_s: 60 }), agent)).toMatchObject({
      ok: true,
    });
  });

  it('says that nothing tells this machine from another, where that is why', () => {
    const told = readTaken(answered(422, {}), agent);
    expect(told.ok ? '' : told.problem.text.en).toContain('can’t tell which machine this is');
  });

  it.each<[string, AgentAnswer, string, boolean]>([
    ['a stranger', { kind: 'stranger' }, 'stranger', false],
    ['nobody', { kind: 'unreached', reason: 'refused' }, 'unreached', true],
    ['a wrong token', answered(401, {}), 'refused', false],
    ['a forbidden one', answered(403, {}), 'refused', false],
    ['a report it will not have', answered(400, {}), 'refused', false],
    ['too many at once', answered(429, {}), 'unreached', true],
    ['trouble of its own', answered(503, ''), 'unreached', true],
    ['a page of another server', answered(200, '<h1>Router</h1>'), 'unreached', false],
    ['a redirect', answered(302, ''), 'unreached', false],
    [
      'tests at plain http',
      answered(200, { ...tests, services: [{ name: 'x', url: 'http://x/' }] }),
      'unreached',
      false,
    ],
    ['a period of no time', answered(200, { ...tests, every_s: 0 }), 'unreached', false],
    [
      'a hundred systems',
      answered(200, { ...tests, services: Array(100).fill(tests.services[0]) }),
      'unreached',
      false,
    ],
  ])('is told as what it is: %s', (_, answer, kind, passing) => {
    expect(readTests(answer, agent)).toMatchObject({ ok: false, problem: { kind, passing } });
  });

  it('is never quoted to people', () => {
    const read = readTests(answered(200, 'planted-secret'), agent);
    expect(JSON.stringify(read)).not.toContain('planted-secret');
  });
});
