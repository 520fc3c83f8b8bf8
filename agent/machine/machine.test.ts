import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { ms } from '../../kit/units.ts';
import {
  type AgentStandIn,
  type StandInOptions,
  startAgentStandIn,
} from '../../test/agent-stand-in.ts';
import { describeWithPeers } from '../../test/peers.ts';
import { enroll } from './enroll.ts';
import type { MachineProgram } from './program.ts';
import { report } from './report-command.ts';
import { show } from './show.ts';
import { windowsRights } from './windows-rights.ts';

/** Every wait takes a hundredth of its time. */
const hasty: Clock = {
  ...systemClock,
  sleep: (span, signal) => systemClock.sleep(ms(span / 100), signal),
};

function program() {
  const [said, complained]: string[][] = [[], []];
  const parts: MachineProgram = {
    surroundings: { checkModes: true },
    say: (text) => said?.push(text),
    complain: (text) => complained?.push(text),
    ...{
      clock: systemClock,
      random: () => 0,
      version: '0.1.0',
      stop: new AbortController().signal,
    },
  };
  return { said: said ?? [], complained: complained ?? [], parts };
}

async function standIn(options: StandInOptions = {}): Promise<AgentStandIn> {
  const started = await startAgentStandIn(options);
  onTestFinished(() => started.close());
  return started;
}

const folder = () => join(mkdtempSync(join(tmpdir(), 'machine-')), 'data');

async function enrolled(agent: AgentStandIn, data = folder()) {
  const { parts } = program();
  const args = ['--agent', agent.address, '--key', agent.key, '--room', 'lab-1', '--data', data];
  expect(await enroll(args, parts)).toBe(0);
  return data;
}

describeWithPeers(['openssl'], 'hatang machine', () => {
  it('is set up once the two know each other; the token stands alone, for the account to read', async () => {
    const agent = await standIn();
    const data = await enrolled(agent);
    const settings = readFileSync(join(data, 'machine.json'), 'utf8');
    expect(JSON.parse(settings)).toMatchObject({ agent: agent.address, room: 'lab-1' });
    expect(settings).not.toContain(agent.token);
    expect(readFileSync(join(data, 'token'), 'utf8')).toBe(`${agent.token}\n`);
    expect(statSync(join(data, 'token')).mode & 0o777).toBe(0o600);
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  it('keeps nothing where the server is another, and tells it nothing', async () => {
    const [agent, other] = [await standIn(), await standIn()];
    const { parts, complained } = program();
    const data = folder();
    const args = ['--agent', other.address, '--key', agent.key, '--data', data];
    expect(await enroll(args, parts)).toBe(1);
    expect(other.tokens).toEqual([]);
    expect(existsSync(data)).toBe(false);
    expect(complained.join()).toContain('chứng thư khác');
  });

  it('keeps nothing where the token is refused', async () => {
    const agent = await standIn();
    const { parts } = program();
    const data = folder();
    const key = agent.key.replace(agent.token, 'x'.repeat(24));
    expect(await enroll(['--agent', agent.address, '--key', key, '--data', data], parts)).toBe(1);
    expect(existsSync(data)).toBe(false);
  });

  it('tells once, and not again until half its time is over, unless asked to', async () => {
    const agent = await standIn({ echo: true });
    const data = await enrolled(agent);
    const { parts, said } = program();
    expect(await report(['--data', data, '--json'], parts)).toBe(0);
    expect(JSON.parse(said[0] ?? '')).toMatchObject({ told: true, machine: 'pc-01' });
    expect(agent.reports).toHaveLength(1);
    expect(agent.reports[0]).toMatchObject({
      room: 'lab-1',
      meeting: { sent: 200 },
    });
    expect(await report(['--data', data], parts)).toBe(0);
    expect(agent.reports).toHaveLength(1);
    expect(await report(['--data', data, '--now'], parts)).toBe(0);
    expect(agent.reports).toHaveLength(2);
    expect(said.join('\n')).not.toContain(agent.token);
  }, 30_000);

  it('says what would be told, and sends nothing', async () => {
    const agent = await standIn();
    const data = await enrolled(agent);
    const { parts, said } = program();
    const before = agent.tokens.length;
    expect(await show(['--data', data], parts)).toBe(0);
    expect(await show(['--json'], parts)).toBe(0);
    expect(agent.tokens).toHaveLength(before);
    expect(said[0]).toContain(agent.address);
    expect(said[0]).toContain('Hệ điều hành / System');
    expect(JSON.parse(said[1] ?? '')).toHaveProperty('report.os.name');
  }, 30_000);

  it('does not use a token that others can read', async () => {
    const agent = await standIn();
    const data = await enrolled(agent);
    chmodSync(join(data, 'token'), 0o644);
    const { parts, complained } = program();
    expect(await report(['--data', data], parts)).toBe(2);
    expect(complained.join()).toContain('chmod 600');
    expect(agent.reports).toEqual([]);
  });

  it('names what is wrong in a damaged machine.json', async () => {
    const agent = await standIn();
    const data = await enrolled(agent);
    writeFileSync(join(data, 'machine.json'), '{"agent":"nowhere"}');
    const { parts, complained } = program();
    expect(await report(['--data', data], parts)).toBe(2);
    expect(complained.join()).toContain('agent: expected HOST:PORT');
  });

  it('ends with 3 where nobody is there any more, and with 1 at a new certificate', async () => {
    const agent = await startAgentStandIn();
    const data = await enrolled(agent);
    await agent.close();
    const other = await standIn({ port: agent.port });
    const { parts } = program();
    expect(await report(['--data', data], parts)).toBe(1);
    expect(other.tokens).toEqual([]);
    await other.close();
    expect(await report(['--data', data], { ...parts, clock: hasty })).toBe(3);
  });
});

describe('hatang machine', () => {
  it.each([
    ['no key', ['--agent', 'a:1', '--data', 'd']],
    ['half a key', ['--agent', 'a:1', '--key', 'hl1.abc', '--data', 'd']],
    [
      'no port',
      ['--agent', 'a', '--key', `hl1.${'a'.repeat(43)}.${'b'.repeat(24)}`, '--data', 'd'],
    ],
    [
      'a strange room',
      [
        '--agent',
        'a:1',
        '--room',
        'Phòng 1',
        '--key',
        `hl1.${'a'.repeat(43)}.${'b'.repeat(24)}`,
        '--data',
        'd',
      ],
    ],
    ['an unknown option', ['--server', 'a:1']],
  ])('refuses to be set up with %s, and never quotes a key', async (_, args) => {
    const { parts, complained } = program();
    expect(await enroll(args, parts)).toBe(2);
    expect(complained).toHaveLength(1);
    expect(complained.join()).not.toContain('b'.repeat(24));
  });

  it('reports nothing before it was set up', async () => {
    const { parts, complained } = program();
    expect(await report(['--data', folder()], parts)).toBe(2);
    expect(complained.join()).toContain('hatang machine enroll');
  });

  it('leaves the token on Windows to administrators, the system, the task’s account and who set it up', () => {
    expect(windowsRights('C:\\x\\token', 'thay-tin')).toEqual([
      ...['C:\\x\\token', '/inheritance:r', '/grant:r'],
      ...['*S-1-5-32-544:F', '*S-1-5-18:F', '*S-1-5-19:R', 'thay-tin:F'],
    ]);
    expect(windowsRights('t', 'PC01$')).not.toContain('PC01$:F');
  });
});
