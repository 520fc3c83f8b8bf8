import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';

/** A Linux router in a network namespace of its own, asked over Debian's snmpd; needs root. */
export interface Router {
  /** Reached through the line; nobody listens there. */
  readonly address: string;
  readonly snmp: string;
  readonly community: string;
  readonly port: string;
  close(): Promise<void>;
}

/** `mbit` shapes what goes to the router; `fresh` counts at every question instead of every 3 s. */
export async function startRouter({
  mbit,
  fresh,
}: {
  readonly mbit?: number;
  readonly fresh: boolean;
}): Promise<Router> {
  const name = `hat${process.pid}${fresh ? 'f' : 's'}`;
  const net = `10.98.${(process.pid % 120) * 2 + (fresh ? 1 : 0)}`;
  const folder = mkdtempSync(join(tmpdir(), 'hatang-router-'));
  const ip = (...args: readonly string[]) => execFileSync(peerPath('ip'), args);
  ip('netns', 'add', name);
  ip('link', 'add', `${name}a`, 'type', 'veth', 'peer', 'name', 'wan', 'netns', name);
  ip('addr', 'add', `${net}.1/24`, 'dev', `${name}a`);
  ip('link', 'set', `${name}a`, 'up');
  for (const given of [
    ['addr', 'add', `${net}.2/24`, 'dev', 'wan'],
    ['link', 'set', 'wan', 'up'],
    ['link', 'set', 'lo', 'up'],
  ])
    ip('-n', name, ...given);
  if (mbit !== undefined)
    execFileSync(peerPath('tc'), [
      ...['qdisc', 'add', 'dev', `${name}a`, 'root', 'tbf'],
      ...['rate', `${mbit}mbit`, 'burst', '4000', 'limit', '500000'],
    ]);
  writeFileSync(
    join(folder, 'snmpd.conf'),
    `agentaddress udp:${net}.2:161\nrwcommunity lab-test ${net}.1\n`,
  );
  const args = ['netns', 'exec', name, peerPath('snmpd'), '-f', '-Lf', join(folder, 'log')];
  const env = { ...process.env, MIBS: '', SNMP_PERSISTENT_DIR: join(folder, 'kept') };
  const snmpd = spawn(peerPath('ip'), [...args, '-C', '-c', join(folder, 'snmpd.conf')], {
    stdio: 'ignore',
    env,
  });
  setRefresh(`${net}.2`, fresh ? 0 : 3);
  return {
    address: `${net}.2`,
    snmp: `${net}.2:161`,
    community: 'lab-test',
    port: 'wan',
    async close() {
      await end(snmpd);
      ip('netns', 'del', name);
      rmSync(folder, { recursive: true });
    },
  };
}

/** nsCacheTimeout of ifTable, in seconds; asked again until snmpd has started. Source: NET-SNMP-AGENT-MIB. */
function setRefresh(host: string, seconds: number): void {
  const cache = '1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2';
  const args = ['-v2c', '-c', 'lab-test', '-t', '1', '-r', '15', host, cache, 'i', `${seconds}`];
  execFileSync(peerPath('snmpset'), args, { env: { ...process.env, MIBS: '' }, stdio: 'pipe' });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
