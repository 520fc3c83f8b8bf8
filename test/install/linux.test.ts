import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_ENVIRONMENT } from '../../cli/build-agent.ts';
import { buildBlob, buildLinux } from '../../cli/executable/executables.ts';
import { startAgentStandIn } from '../agent-stand-in.ts';
import { type Started, startedCollector } from '../e2e/started.ts';
import { describeWithPeers, peerPath } from '../peers.ts';
import { type ProgramEnd, runProgram } from '../sim/run-program.ts';

const INSTALL = fileURLToPath(new URL('../../agent/install/linux', import.meta.url));
const OWN_SYSTEM = fileURLToPath(new URL('own-system.sh', import.meta.url));
const SERVICES = ['hatang-agent.service', 'hatang-machine.service'];
/** What a school unpacks. */
const folder = mkdtempSync(join(tmpdir(), 'hatang-install-'));

const onOwnSystem = (script: string): Promise<ProgramEnd> =>
  runProgram(
    '/usr/bin/unshare',
    ['--mount', 'bash', OWN_SYSTEM, `cd ${folder}\n${script}`],
    60_000,
  );

describe('the scripts for Linux', () => {
  it('start the agent with the settings that keep it small', () => {
    const unit = readFileSync(join(INSTALL, 'hatang-agent.service'), 'utf8');
    const set = Object.entries(AGENT_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
    expect(unit).toContain(`\nEnvironment=${set.join(' ')}\n`);
  });

  it.each(['install.sh', 'install-machine.sh', 'lab-key.sh', 'uninstall.sh'])(
    '%s is bash',
    async (name) => {
      expect(await runProgram('/bin/bash', ['-n', join(INSTALL, name)])).toMatchObject({
        ...{ code: 0, stderr: '' },
      });
    },
  );
});

describeWithPeers(['systemd-analyze', 'root'], 'the units for Linux', () => {
  it.each([...SERVICES, 'hatang-machine.timer'])('%s is one that systemd takes', async (name) => {
    const place = mkdtempSync(join(tmpdir(), 'hatang-unit-'));
    try {
      for (const unit of [...SERVICES, 'hatang-machine.timer']) {
        const text = readFileSync(join(INSTALL, unit), 'utf8');
        writeFileSync(join(place, unit), text.replace('/opt/hatang/hatang', '/bin/true'));
      }
      const verified = await runProgram(peerPath('systemd-analyze'), ['verify', join(place, name)]);
      expect(verified).toEqual({ code: 0, stdout: '', stderr: '' });
    } finally {
      rmSync(place, { recursive: true });
    }
  });

  it.each([
    ['hatang-agent.service', 1.8],
    ['hatang-machine.service', 1.5],
  ])('%s may do little: an exposure of at most %d of 10', async (name, most) => {
    const limit = `--threshold=${most * 10}`;
    const asked = ['security', '--offline=true', limit, join(INSTALL, name)];
    expect((await runProgram(peerPath('systemd-analyze'), asked)).code).toBe(0);
  });

  it('lets the agent ask who is there by the system’s ping', async () => {
    const unit = readFileSync(join(INSTALL, 'hatang-agent.service'), 'utf8');
    const may = (key: string): readonly string[] =>
      [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value ?? '');
    expect(may('AmbientCapabilities')).toEqual(['CAP_NET_RAW']);
    expect(may('CapabilityBoundingSet')).toEqual(['CAP_NET_RAW']);
    expect(may('SystemCallFilter').at(-1)).toBe('capset setuid');
  });
});

describeWithPeers(['systemd-analyze', 'root'], 'installing on a server of its own', () => {
  let collector: Started;
  beforeAll(async () => {
    collector = await startedCollector();
    cpSync(INSTALL, folder, { recursive: true });
    await buildLinux(await buildBlob(), join(folder, 'hatang'));
  }, 120_000);
  afterAll(async () => {
    await collector.end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function command(): Promise<string> {
    const made = await collector.call('/api/v1/enrolment-codes', {
      json: { school: 'thpt-a', name: 'THPT A' },
    });
    const { code } = (await made.json()) as { code: string };
    return `./install.sh --collector ${collector.url} --code ${code}`;
  }

  it('gives the agent a user, folders and a unit of its own, and ends with the link to go on by', async () => {
    const { code, stdout, stderr } = await onOwnSystem(`${await command()}
      stat -c '%U %a %n' /opt/hatang/hatang /etc/hatang /etc/hatang/agent.yaml /etc/hatang/secrets /var/lib/hatang /var/lib/hatang/token
      getent passwd hatang | cut -d: -f6,7
      readlink /etc/systemd/system/multi-user.target.wants/hatang-agent.service
      /usr/local/bin/hatang --version`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Đã ghi danh cho trường thpt-a');
    expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:8481\/setup\?key=\S+/);
    expect(stdout.split('\n').slice(-10, -1)).toEqual([
      'root 755 /opt/hatang/hatang',
      'hatang 750 /etc/hatang',
      'hatang 600 /etc/hatang/agent.yaml',
      'hatang 700 /etc/hatang/secrets',
      'hatang 700 /var/lib/hatang',
      'hatang 600 /var/lib/hatang/token',
      '/nonexistent:/usr/sbin/nologin',
      '/etc/systemd/system/hatang-agent.service',
      expect.stringMatching(/^hatang \d/),
    ]);
  }, 120_000);

  it('brings an installed one up to date without a code, and changes neither config nor token', async () => {
    const { code, stdout, stderr } = await onOwnSystem(`${await command()} > /dev/null
      echo '# ours' >> /etc/hatang/agent.yaml
      before=$(sha256sum /etc/hatang/agent.yaml /var/lib/hatang/*)
      echo old > /opt/hatang/hatang
      ./install.sh
      [ "$before" = "$(sha256sum /etc/hatang/agent.yaml /var/lib/hatang/*)" ]
      /opt/hatang/hatang --version`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Already enrolled: config and data stay as they are.');
  }, 120_000);

  it('asks for a centre and a code the first time, and leaves nothing behind', async () => {
    const { code, stderr } = await onOwnSystem(`status=0; ./install.sh || status=$?
      [ ! -e /opt/hatang ] && [ ! -e /etc/hatang ] && exit $status`);
    expect(code).toBe(2);
    expect(stderr).toContain('lần đầu cài cần --collector và --code');
  }, 120_000);

  it('starts no agent whose code the centre refuses, and goes on with a good one', async () => {
    const { code, stderr, stdout } = await onOwnSystem(`
      ./install.sh --collector ${collector.url} --code AAAA-BBBB-CCCC && exit 9
      [ ! -e /etc/systemd/system/hatang-agent.service ]
      ${await command()} > /dev/null
      ls /etc/systemd/system/hatang-agent.service`);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stderr).toContain('hatang agent enroll:');
    expect(stdout).toContain('/etc/systemd/system/hatang-agent.service');
  }, 120_000);

  it('takes all away but config and data, and those too when told', async () => {
    const { code, stdout, stderr } = await onOwnSystem(`${await command()} > /dev/null
      ./uninstall.sh
      ls -d /opt/hatang /usr/local/bin/hatang /etc/systemd/system/hatang-* /etc/systemd/system/*/hatang-* 2> /dev/null || true
      ls /etc/hatang/agent.yaml /var/lib/hatang/token
      ./uninstall.sh --purge
      ls -d /etc/hatang /var/lib/hatang 2> /dev/null || true
      getent passwd hatang || true`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.startsWith('/'))).toEqual([
      '/etc/hatang/agent.yaml',
      '/var/lib/hatang/token',
    ]);
    expect(stdout).toContain('hatang is gone, with its config and data.');
  }, 120_000);

  it('writes the key of the labs down for a USB stick once they have where to report to', async () => {
    const { code, stdout, stderr } = await onOwnSystem(`${await command()} > /dev/null
      cd /mnt
      ${folder}/lab-key.sh p1 > /dev/null && exit 9
      sed -i 's/^  listen: off/  listen: 127.0.0.1:8483/' /etc/hatang/agent.yaml
      ${folder}/lab-key.sh p1 > /dev/null
      stat -c %a lab.txt
      cat lab.txt
      stat -c %U /var/lib/hatang/* | sort -u`);
    expect(code).toBe(0);
    expect(stderr).toContain('chưa mở nơi máy phòng Tin học báo về');
    expect(stdout).toMatch(/^600\nAgent=127\.0\.0\.1:8483\nKey=hl1\.\S+\nRoom=p1\nhatang\n$/);
  }, 120_000);

  it('sets a lab machine up from lab.txt, with a timer and without a port', async () => {
    const agent = await startAgentStandIn();
    try {
      const lab = `Agent=${agent.address}\r\nKey=${agent.key}\r\nRoom=p1\r\n`;
      writeFileSync(join(folder, 'lab.txt'), lab);
      const { code, stdout, stderr } = await onOwnSystem(`./install-machine.sh
        stat -c '%U %a %n' /var/lib/hatang-machine /var/lib/hatang-machine/token
        readlink /etc/systemd/system/timers.target.wants/hatang-machine.timer
        runuser -u hatang -- $(sed -n 's/^ExecStart=//p' /etc/systemd/system/hatang-machine.service)`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(
        'hatang 700 /var/lib/hatang-machine\nhatang 600 /var/lib/hatang-machine/token',
      );
      expect(stdout).toContain('/etc/systemd/system/hatang-machine.timer');
      expect(agent.reports.map(({ room }) => room)).toEqual(['p1']);
    } finally {
      rmSync(join(folder, 'lab.txt'));
      await agent.close();
    }
  }, 120_000);
});
