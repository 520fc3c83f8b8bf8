import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { epochMs } from '../../kit/units.ts';
import type { Register } from './register.ts';
import { RegisterFile } from './register-door.ts';

const register: Register = [
  {
    id: 'pc-0a1b2c3d',
    name: 'PC-01',
    room: 'phong-1',
    address: '192.168.1.101',
    identity: { uuid: 'ab', board: 'cd', macs: ['54:bf:64:00:00:01'], disks: ['ef'] },
    seenAt: epochMs(1_795_000_000_000),
  },
  { id: 'pc-02', name: 'Máy 02' },
];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labs-register-'));
});
const open = () => new RegisterFile(folder, silentLog);

describe('the register on disk', () => {
  it('reads back what was kept, for its owner alone', () => {
    expect(open().read()).toEqual([]);
    open().keep(register);
    expect(open().read()).toEqual(register);
    expect(statSync(join(folder, 'lab-machines.json')).mode & 0o777).toBe(0o600);
  });

  it('heeds what another process struck off meanwhile', () => {
    const agent = open();
    agent.keep(register);
    open().keep(register.slice(1));
    expect(agent.read()).toEqual(register.slice(1));
  });

  it.each(['{"id":', '[{"id":"pc-1"}]', 'null', '[{"id":"../x","name":"a"}]'])(
    'sets a damaged one aside: %s',
    (text) => {
      writeFileSync(join(folder, 'lab-machines.json'), text);
      expect(open().read()).toEqual([]);
      expect(readdirSync(folder)).toEqual(['lab-machines.json.damaged']);
    },
  );

  it('holds what could not be written, and writes it with the next', () => {
    const agent = open();
    agent.keep(register.slice(1));
    const blocked = join(folder, 'lab-machines.json.new');
    mkdirSync(join(blocked, 'in the way'), { recursive: true });
    agent.keep(register);
    expect(agent.read()).toEqual(register);
    expect(open().read()).toEqual(register.slice(1));
    rmSync(blocked, { recursive: true });
    agent.keep(register);
    expect(open().read()).toEqual(register);
  });
});
