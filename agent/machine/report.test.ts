import { describe, expect, it } from 'vitest';
import { hours, minutes, ms, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { MACHINE_REPORT_PATH, type MachineReport } from '../../wire/machine-report.ts';
import type { AgentAnswer, Question } from './asking.ts';
import type { Description } from './look/describe.ts';
import { type ReportParts, tellReport } from './report.ts';
import { isToldAlready } from './settings.ts';

const never = new AbortController().signal;
const description: Description = {
  ...{ program: '0.1.0', taken_at_ms: 1, name: 'pc', identity: { macs: [], disk_serials: [] } },
  ...{ os: { name: 'Linux' }, browsers: [] },
};
const say = (status: number, body: object): AgentAnswer => ({
  ...{ kind: 'answered', status, body: JSON.stringify(body) },
});
const silence: AgentAnswer = { kind: 'unreached', reason: 'refused' };
const tests = {
  ...{ every_s: 14_400, echo: { host: 'x', port: 1 } },
  services: [{ name: 'moet', url: 'https://moet.gov.vn/' }],
};

const untilCalledOff = <Value>(signal: AbortSignal, value: Value): Promise<Value> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(value), { once: true });
  });

const hanging: Partial<ReportParts> = {
  look: (signal) => untilCalledOff(signal, description),
  tryServices: (_, signal) => untilCalledOff(signal, []),
  tryMeeting: (_, signal) => untilCalledOff(signal, undefined),
};

/** An agent that says these things in turn, the last one for ever. */
function stage(answers: readonly AgentAnswer[], parts: Partial<ReportParts> = {}) {
  const clock = new ManualClock();
  const asked: Question[] = [];
  const sent: MachineReport[] = [];
  const whole: ReportParts = {
    ...{ agent: 'a:1', clock, random: () => 0.5 },
    ask: async (question) => {
      asked.push(question);
      if (question.body !== undefined) sent.push(JSON.parse(question.body));
      return answers[Math.min(asked.length, answers.length) - 1] ?? silence;
    },
    look: async () => description,
    tryServices: async () => [{ service: 'moet', up: true }],
    tryMeeting: async () => ({ loss_ratio: 0, sent: 200 }),
    ...parts,
  };
  return { clock, asked, sent, told: tellReport(whole, never) };
}

describe('a report', () => {
  it('is asked for, made and told, with what was tried', async () => {
    const { asked, sent, told } = stage([
      say(200, tests),
      say(200, { machine: 'pc-1', every_s: 60 }),
    ]);
    expect(await told).toMatchObject({ ok: true, value: { answer: { machine: 'pc-1' } } });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/lab-tests',
      `POST ${MACHINE_REPORT_PATH}`,
    ]);
    expect(sent).toEqual([
      {
        ...description,
        ...{ apps: [{ service: 'moet', up: true }], meeting: { loss_ratio: 0, sent: 200 } },
      },
    ]);
  });

  it('waits for a network that comes after the machine', async () => {
    const { clock, asked, told } = stage([
      ...[silence, silence, say(200, tests), say(200, { machine: 'pc-1', every_s: 60 })],
    ]);
    await clock.advance(seconds(30));
    expect(await told).toMatchObject({ ok: true });
    expect(asked).toHaveLength(4);
  });

  it('gives up after a few tries, within its time', async () => {
    const { clock, asked, told } = stage([silence]);
    await clock.advance(minutes(2));
    expect(await told).toMatchObject({ ok: false, problem: { kind: 'unreached' } });
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['a wrong token', say(401, {})],
    ['a stranger', { kind: 'stranger' }],
  ] as const)('is not tried again after %s', async (_, answer) => {
    const { asked, told } = stage([answer]);
    expect(await told).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });

  it('is told within two minutes though everything hangs, with what there is', async () => {
    const { clock, sent, told } = stage(
      [say(200, tests), say(200, { machine: 'pc-1', every_s: 60 })],
      hanging,
    );
    await clock.advance(minutes(2));
    expect(await told).toMatchObject({ ok: true });
    expect(sent).toEqual([{ ...description, apps: [] }]);
  });

  it('is over after two minutes though the agent hangs too', async () => {
    const ask: ReportParts['ask'] = async ({ method }, signal) =>
      method === 'GET' ? say(200, tests) : await untilCalledOff(signal, silence);
    const { clock, told } = stage([], { ...hanging, ask });
    await clock.advance(minutes(2));
    expect(await told).toMatchObject({ ok: false, problem: { kind: 'unreached' } });
    expect(clock.elapsed()).toBe(minutes(2));
  });
});

describe('a machine that was told of already', () => {
  const clock = new ManualClock();
  const last = { at_ms: clock.now(), every_s: 14_400, machine: 'pc-1' };
  it.each([
    ['just now', ms(0), true],
    ['not half the time ago', ms(hours(2) - 1), true],
    ['half the time ago', hours(2), false],
    ['in the future, by a clock that was set back', ms(-1), false],
  ])('%s tells again only when due', (_, age, already) => {
    expect(isToldAlready({ ...last, at_ms: clock.now() - age }, clock.now())).toBe(already);
    expect(isToldAlready(undefined, clock.now())).toBe(false);
  });
});
