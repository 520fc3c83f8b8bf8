import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPath } from './peers.ts';

/** A Postfix of our own on loopback, that hands everything on to `relay`; needs root. */
export interface Postfix {
  stop(): void;
}

export function startPostfix(port: number, relay: number): Postfix {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-postfix-'));
  chmodSync(folder, 0o755);
  for (const part of ['etc', 'queue', 'data']) mkdirSync(join(folder, part));
  const etc = join(folder, 'etc');
  cpSync('/etc/postfix/dynamicmaps.cf', join(etc, 'dynamicmaps.cf'));
  writeFileSync(join(etc, 'main.cf'), mainOf(folder, relay));
  writeFileSync(join(etc, 'master.cf'), masterOf(port));
  execFileSync('/usr/bin/chown', ['postfix', join(folder, 'data')]);
  const control = (...words: readonly string[]) =>
    execFileSync(peerPath('postfix'), ['-c', etc, ...words], { stdio: 'pipe', timeout: 30_000 });
  control('start');
  return {
    stop: () => {
      control('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const mainOf = (folder: string, relay: number): string => `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
default_privs = nobody
myhostname = mx.hatang.invalid
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:${relay}
smtp_host_lookup = native
disable_dns_lookups = yes
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
`;

/** Debian's own, with one listener, on our port, and nothing in a changed root. */
const masterOf = (port: number): string =>
  readFileSync('/usr/share/postfix/master.cf.dist', 'utf8')
    .replace(/^smtp(\s+inet.*)$/m, `127.0.0.1:${port}$1`)
    .replace(/^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)/gm, '$1n$2');
