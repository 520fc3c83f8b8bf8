import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ADDRESS } from './line.ts';
import type { StandingLine } from './standing-line.ts';

export const COMMUNITY = 'netlab';
const INNER = 'netlab-inner';
/**
 * nsCacheTimeout of ifTable, which ifXTable is read from too: 3 s by default, 0 reads the kernel at every question.
 * Source: NET-SNMP-AGENT-MIB.
 */
const COUNTER_AGE = '1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2';

/** Debian's snmpd on the router, asked by the school's machines as a router's own agent is. */
export async function startRouterSnmp(line: StandingLine, counterAgeS: number): Promise<void> {
  const config = join(line.folder, 'snmpd.conf');
  const community = join(line.folder, 'community');
  writeFileSync(community, `${COMMUNITY}\n`);
  chmodSync(community, 0o600);
  writeFileSync(
    config,
    [
      `agentAddress udp:${ADDRESS.router}:161,udp:${ADDRESS.routerLan}:161,udp:127.0.0.1:161`,
      `rocommunity ${COMMUNITY} 10.99.0.0/16`,
      `rwcommunity ${INNER} 127.0.0.1`,
      'sysName netlab-router',
      '',
    ].join('\n'),
  );
  const log = join(line.folder, 'snmpd.log');
  const child = line.start('rtr', [
    'env',
    `SNMP_PERSISTENT_DIR=${line.folder}`,
    'snmpd',
    ...['-f', '-Lf', log, '-C', '-c', config],
  ]);
  child.once('error', () => {});
  for (let round = 0; round < 20; round += 1) {
    if (await setCounterAge(line, counterAgeS)) return;
    await delay(200);
  }
  throw new Error(`the router's snmpd does not answer, see ${log}`);
}

/** From now on the router's counters are as old as this; false while nobody answers. */
export async function setCounterAge(line: StandingLine, ageS: number): Promise<boolean> {
  const asked = ['snmpset', '-v2c', '-c', INNER, '-t', '0.5', '-r', '0', '127.0.0.1'];
  const { code } = await line.run('rtr', ['env', 'MIBS=', ...asked, COUNTER_AGE, 'i', `${ageS}`]);
  return code === 0;
}
