import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { epochMs } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { readLabKey } from '../../wire/machine-report.ts';
import type { Register } from '../labs/register.ts';
import { RegisterFile } from '../labs/register-door.ts';
import { labKey } from './lab-key.ts';
import { labMachines } from './lab-machines.ts';
import type { ExitCode, Program } from './program.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-commands-'));
  file = join(folder, 'agent.yaml');
  writeFileSync(
    file,
    `collector: { url: https://hatang.example.vn }
machines: { community: x, list: [{ id: may-09, name: Máy 09, address: 192.168.1.109 }] }
labs:
  listen: 192.168.1.5:8483
  rooms: [{ id: phong-1, name: Phòng Tin học 1, seats: 24 }, { id: phong-2, name: Phòng Tin học 2, seats: 24 }]
`,
  );
});

/** Runs a command as the process would; gives what it said. */
async function run(
  command: (args: readonly string[], program: Program) => Promise<ExitCode>,
  ...args: readonly string[]
) {
  const said = { out: '', err: '' };
  const code = await command(args, {
    ...{ surroundings: { env: {}, checkModes: true }, clock: new ManualClock(), log: silentLog },
    ...{ random: () => 0, rssBytes: () => 0, version: '0', standards: async () => [] },
    say: (text) => {
      said.out += text;
    },
    complain: (text) => {
      said.err += text;
    },
    stop: new AbortController().signal,
  });
  return { code, ...said };
}

describe('hatang agent lab-key', () => {
  it('prints the key with the command for each room, and the same key again', async () => {
    const first = await run(labKey, '--config', file, '--json');
    expect(first.code).toBe(0);
    const told = JSON.parse(first.out);
    expect(readLabKey(told.key)?.token).toBe(
      readFileSync(join(folder, 'data', 'lab-token'), 'utf8').trim(),
    );
    expect(told).toMatchObject({
      agent: '192.168.1.5:8483',
      commands: [
        {
          room: 'phong-1',
          command: `hatang machine enroll --agent 192.168.1.5:8483 --key ${told.key} --room phong-1`,
        },
        { room: 'phong-2' },
      ],
    });
    expect((await run(labKey, '--config', file)).out).toContain(told.commands[1].command);
  });

  it('makes another token when asked, and keeps the certificate', async () => {
    const keyOf = async (...flags: readonly string[]) =>
      readLabKey(JSON.parse((await run(labKey, '--config', file, '--json', ...flags)).out).key);
    const [before, after] = [await keyOf(), await keyOf('--new')];
    expect(after?.token).not.toBe(before?.token);
    expect(after?.fingerprint).toBe(before?.fingerprint);
  });

  it('says what is missing where lab machines can’t report', async () => {
    writeFileSync(file, 'collector: { url: https://hatang.example.vn }\nlabs: {}\n');
    expect((await run(labKey, '--config', file)).out).toContain('labs.listen');
    writeFileSync(file, 'collector: { url: https://hatang.example.vn }\n');
    expect(await run(labKey, '--config', file)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('no section labs'),
    });
    expect((await run(labKey, '--config', file, '--old')).code).toBe(2);
  });
});

describe('hatang agent lab-machines', () => {
  const register: Register = [
    {
      ...{ id: 'pc-0a1b2c3d', name: 'PC-01', room: 'phong-1', address: '192.168.1.101' },
      identity: { macs: ['54:bf:64:00:00:01'], disks: [] },
      seenAt: epochMs(Date.parse('2026-11-20T01:00:00Z')),
    },
    {
      ...{ id: 'pc-1a1b2c3d', name: 'PC-02', address: '192.168.1.102' },
      identity: { macs: ['54:bf:64:00:00:02'], disks: [] },
      seenAt: epochMs(Date.parse('2026-10-01T01:00:00Z')),
    },
    { id: 'may-09', name: 'Máy 09', address: '192.168.1.109' },
  ];
  const keep = () => new RegisterFile(join(folder, 'data'), silentLog).keep(register);
  const idsOf = (text: string) =>
    JSON.parse(text).machines.map(({ id }: { readonly id: string }) => id);

  it('lists who is known, where, seen when and whether usable', async () => {
    expect((await run(labMachines, '--config', file)).out).toContain('No machine is known yet.');
    keep();
    const { code, out } = await run(labMachines, '--config', file);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ {2}pc-0a1b2c3d {2}PC-01 {3}Phòng Tin học 1 .* 08:00 ngày 20\/11\/2026/);
    expect(out).toMatch(/✕ {2}pc-1a1b2c3d {2}PC-02 {3}chưa xếp phòng/);
    expect(
      JSON.parse((await run(labMachines, '--config', file, '--json')).out).machines[0],
    ).toEqual({
      ...{ id: 'pc-0a1b2c3d', name: 'PC-01', room: 'Phòng Tin học 1', address: '192.168.1.101' },
      ...{ seenAt: '2026-11-20T01:00:00.000Z', usable: true, reports: true },
    });
  });

  it('strikes one off for good', async () => {
    keep();
    const forgot = await run(labMachines, '--config', file, '--forget', 'pc-1a1b2c3d', '--json');
    expect(forgot.code).toBe(0);
    expect(idsOf(forgot.out)).toEqual(['pc-0a1b2c3d', 'may-09']);
    expect(idsOf((await run(labMachines, '--config', file, '--json')).out)).toHaveLength(2);
    const again = await run(labMachines, '--config', file, '--forget', 'pc-1a1b2c3d');
    expect(again).toMatchObject({
      code: 1,
      err: expect.stringContaining('no machine pc-1a1b2c3d'),
    });
  });

  it('says that one still stands in the config', async () => {
    keep();
    const { code, err } = await run(labMachines, '--config', file, '--forget', 'may-09');
    expect(code).toBe(0);
    expect(err).toContain('machines.list');
  });
});
