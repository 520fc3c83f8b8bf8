import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { readAgentConfig } from './config.ts';

const sample = fileURLToPath(new URL('../config/agent.sample.yaml', import.meta.url));
const surroundings = { env: {}, checkModes: true };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-config-'));
});

function secret(name: string): string {
  mkdirSync(join(folder, 'secrets'), { recursive: true });
  const file = join(folder, 'secrets', name);
  writeFileSync(file, 'only-for-this-test\n', { mode: 0o600 });
  return file;
}

function read(text: string) {
  const file = join(folder, 'agent.yaml');
  writeFileSync(file, text);
  return readAgentConfig(file, surroundings);
}

const problemsOf = (text: string) => {
  const config = read(text);
  return config.ok ? [] : config.problem.map(({ path, message }) => `${path}: ${message}`);
};

const collector = 'collector: { url: https://hatang.example.vn }\n';

describe('the agent’s config', () => {
  it('is read from the sample as it stands', () => {
    secret('snmp-community');
    secret('camera-password');
    const file = join(folder, 'agent.yaml');
    copyFileSync(sample, file);
    const config = readAgentConfig(file, surroundings);
    expect(config).toMatchObject({
      ok: true,
      value: {
        agent: 'may-chu',
        data: join(folder, 'data'),
        cameras: { list: [{ id: 'cam-01', password: 'only-for-this-test' }] },
        ship: { every: 2_000, backlog_rate: 20 },
        labs: { listen: '192.168.1.5:8483', every: 14_400_000, rooms: [{ id: 'phong-1' }] },
      },
    });
  });

  it('needs no more than the collector’s address', () => {
    expect(read(collector)).toMatchObject({
      ok: true,
      value: { agent: 'agent', page: { listen: '127.0.0.1:8481' }, declarations: {} },
    });
  });

  it('takes a page that is off', () => {
    expect(read(`${collector}page: off\n`)).toMatchObject({ ok: true, value: { page: 'off' } });
  });

  it.each([
    ['', ['collector: Invalid input: expected object, received undefined']],
    ['collector: { url: ftp://x }', ['collector.url: expected http://… or https://…']],
    [
      'collector: { url: https://u:p@x.vn }',
      ['collector.url: expected an address without credentials'],
    ],
    [`${collector}colector: 1`, [': Unrecognized key: "colector"']],
    [`${collector}agent: Máy Chủ`, ['agent: expected a-z, 0-9, ".", "_", "-"; at most 64']],
    [`${collector}page: { listen: 0.0.0.0:80 }`, ['page.listen: expected 127.0.0.1:PORT']],
    [`${collector}page: 8481`, ['page: expected off, or listen: 127.0.0.1:PORT']],
    [`${collector}subnets: [192.168.1.0]`, ['subnets.0: expected such as 192.168.1.0/24']],
    [
      `${collector}spool: { max_size: 100 MB }`,
      ['spool.max_size: expected a value such as 512KiB, 100MiB or 2GiB'],
    ],
    [
      `${collector}declarations: { fibre: [1] }`,
      ['declarations.fibre: expected a number, true, false or a text'],
    ],
    [
      `${collector}server: { id: x }\nuplink: { id: x, targets: [] }`,
      ['uplink.id: x is already the id of server'],
    ],
    [
      `${collector}cameras: { list: [{ id: a, name: A, address: 10.0.0.1 }] }\nrecorders: { list: [{ id: a, name: A, address: 10.0.0.2 }] }`,
      ['recorders.list.0.id: a is already the id of cameras.list.0'],
    ],
    [
      `${collector}subnets: [192.168.1.0/24]\ncameras: { list: [{ id: a, name: A, address: 10.0.0.1:8000 }, { id: b, name: B, address: cam.lan }, { id: c, name: C, address: 192.168.1.9 }] }`,
      ['cameras.list.0.address: 10.0.0.1 is outside the subnets'],
    ],
    [
      `${collector}uplink: { targets: [] }\nservices: { list: [{ name: a, url: https://x.vn, device: wan }] }`,
      ['services.list.0.device: no line wan: the uplink is line'],
    ],
    [
      `${collector}labs: { listen: "192.168.1.5:70000" }`,
      ['labs.listen: expected off, or ADDRESS:PORT such as 192.168.1.5:8483'],
    ],
    [`${collector}labs: { every: 30s }`, ['labs.every: expected 1m at least and 1d at most']],
    [
      `${collector}labs: { school_days: { holidays: [{ from: 2027-02-14, to: 2027-02-01 }] } }`,
      ['labs.school_days.holidays.0: it ends before it begins'],
    ],
    [
      `${collector}labs: { rooms: [{ id: a, name: A, seats: 24 }, { id: b, name: B, seats: 0 }] }`,
      ['labs.rooms.1.seats: Too small: expected number to be >=1'],
    ],
    [
      `${collector}labs: { rooms: [{ id: a, name: A, seats: 24 }, { id: a, name: B, seats: 1 }] }`,
      ['labs.rooms.1.id: two rooms have the id a'],
    ],
    [
      `${collector}subnets: [192.168.1.0/24]\nlabs: { rooms: [{ id: a, name: A, seats: 1, subnets: [192.168.1.64/26, 192.168.0.0/23] }] }`,
      ['labs.rooms.0.subnets.1: 192.168.0.0/23 is outside the subnets'],
    ],
    [
      `${collector}discovery: { every: 2h }`,
      ['discovery: no subnets are named: it searches nowhere else'],
    ],
    [`${collector}hosts: { rate: 5 }`, ['hosts: no subnets are named: it searches nowhere else']],
    [
      `${collector}subnets: [192.168.1.0/24]\nhosts: { rate: 500 }`,
      ['hosts.rate: Too big: expected number to be <=50'],
    ],
    [
      `${collector}subnets: [192.168.1.0/24]\ndiscovery: often`,
      ['discovery: expected off, or every, interfaces, multicast, unicast, port'],
    ],
    [
      'agent: A\ncollector: { url: x }\nspool: { max_age: long }',
      [
        'agent: expected a-z, 0-9, ".", "_", "-"; at most 64',
        'collector.url: expected http://… or https://…',
        'spool.max_age: expected a value such as 30s, 5m, 2h or 7d',
      ],
    ],
  ])('%s → %j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('tells what is wrong between devices beside what is wrong in one field', () => {
    const cameras = `cameras:
  list:
    - { id: cam-1, name: a, zone: moon, address: 10.0.0.1 }
    - { id: cam-1, name: b, address: 10.0.0.2:99999 }
`;
    expect(problemsOf(`${collector}subnets: [192.168.1.0/24]\n${cameras}`)).toEqual([
      expect.stringMatching(/^cameras\.list\.0\.zone: /),
      'cameras.list.1.address: expected HOST or HOST:PORT',
      'cameras.list.1.id: cam-1 is already the id of cameras.list.0',
      'cameras.list.0.address: 10.0.0.1 is outside the subnets',
    ]);
  });

  it('tells of each device behind one that is not there, carries nothing, or hangs behind itself', () => {
    const devices = `server: { behind: sw-1 }
cameras: { list: [{ id: cam-1, name: a, address: 10.0.0.1, behind: nvr }, { id: cam-2, name: b, address: 10.0.0.2, behind: cam-1 }] }
recorders: { list: [{ id: rec, name: c, address: 10.0.0.3, behind: sw-3 }] }
labs: { rooms: [{ id: p1, name: A, seats: 24, behind: rec }, { id: p2, name: B, seats: 24, behind: sw-9 }] }
machines:
  community: public
  list:
    - { id: sw-1, kind: switch, name: a, address: 10.0.0.4, behind: sw-2 }
    - { id: sw-2, kind: switch, name: b, address: 10.0.0.5, behind: sw-1 }
    - { id: sw-3, kind: switch, name: c, address: 10.0.0.6, behind: sw-1 }
    - { id: pc-1, name: d, address: 10.0.0.7, behind: pc-1 }
`;
    expect(problemsOf(collector + devices)).toEqual([
      'machines.list.0.behind: sw-1 would hang behind itself: sw-1, sw-2, sw-1',
      'machines.list.1.behind: sw-2 would hang behind itself: sw-2, sw-1, sw-2',
      'machines.list.3.behind: pc-1 is no switch, recorder or gateway',
      'cameras.list.0.behind: there is no device nvr',
      'cameras.list.1.behind: cam-1 is no switch, recorder or gateway',
      'labs.rooms.1.behind: there is no device sw-9',
    ]);
  });

  it('refuses a secrets file that others can read, and names the field, not the secret', () => {
    chmodSync(secret('password'), 0o644);
    const problems = problemsOf(
      `${collector}cameras: { list: [{ id: a, name: A, address: 10.0.0.1, user: u, password: "\${file:secrets/password}" }] }`,
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^cameras\.list\.0\.password: secrets file .*mode 644/);
    expect(problems[0]).not.toContain('only-for-this-test');
  });
});
