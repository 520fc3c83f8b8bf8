import type { FoundHost } from '../../wire/last-hosts.ts';
import type { FoundDevice } from '../../wire/last-search.ts';

/** A found camera as lines for `cameras.list`, ready to be pasted; its password is named, never written. */
export function snippetFor({ address, name, hardware }: FoundDevice): string {
  const id = `cam-${address.replace(/:80$/, '').replace(/[^0-9a-z]+/gi, '-')}`;
  return [
    `    - id: ${id}`,
    `      name: ${JSON.stringify(harmless(name ?? hardware ?? '') || address)}`,
    `      address: ${address}`,
    '      user: hatang',
    `      password: \${file:secrets/${id}}`,
  ].join('\n');
}

/** A found host as lines for `machines.list`; it has answered the section's own community, or has yet to. */
export function snippetForHost({ address, name }: FoundHost): string {
  return [
    `    - id: may-${address.replaceAll('.', '-')}`,
    `      name: ${JSON.stringify(harmless(name ?? '') || address)}`,
    `      address: ${address}`,
  ].join('\n');
}

/** A name is the device's own word: `${file:…}` in it would make the config read a file of its choice. */
const harmless = (text: string): string => text.replace(/[$\p{C}]/gu, ' ').trim();
