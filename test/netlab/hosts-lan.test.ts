import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { describeWithPeers } from '../peers.ts';
import { run } from './process-door.ts';

const SCRIPT = fileURLToPath(new URL('./hosts-lan.sh', import.meta.url));
const HATANG = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const LONGEST_MS = 90_000;

/** The facts of one search on that LAN, and what its hosts' kernels counted. */
async function searchLan() {
  const folder = mkdtempSync(join(tmpdir(), 'hosts-lan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'agent.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      ...{ collector: { url: 'http://127.0.0.1:9' }, subnets: ['10.88.0.0/28'] },
      hosts: { rate: 50 },
      machines: {
        community: 'school',
        list: [{ id: 'pc-05', name: 'Máy 5', address: '10.88.0.5' }],
      },
    }),
  );
  const probe = [process.execPath, HATANG, 'agent', 'probe', 'hosts', '--config', config, '--json'];
  const within = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { code, out, err } = await run(
    ['unshare', ...within, 'sh', SCRIPT, folder, ...probe],
    LONGEST_MS,
  );
  expect([code, err]).toEqual([0, '']);
  const { facts } = JSON.parse(readFileSync(join(folder, 'said'), 'utf8'));
  return { facts, counted: out.trim().split('\n') };
}

describeWithPeers(
  ['ip', 'snmpd', 'unshare', 'ping', 'root'],
  'a search for hosts on a real LAN',
  () => {
    it('finds those who are there, asks nobody outside the subnets, and asks for a name with leave alone', {
      timeout: LONGEST_MS,
    }, async () => {
      const { facts, counted } = await searchLan();
      const found = facts.filter(
        ({ measurement }: { measurement: string }) => measurement === 'found_host',
      );
      const seen = found.map(({ tags, fields }: Record<string, Record<string, unknown>>) => [
        tags?.['address'],
        fields?.['seen_by'],
        fields?.['snmp'],
        fields?.['name'],
        fields?.['configured_as'],
      ]);
      expect(seen).toEqual([
        ['10.88.0.2', 'ping', false, undefined, ''],
        ['10.88.0.3', 'neighbour_table', false, undefined, ''],
        ['10.88.0.4', 'ping', true, 'MAY-CHU-TEP', ''],
        ['10.88.0.5', 'ping', undefined, undefined, 'pc-05'],
      ]);
      const summary = facts.find(
        ({ measurement }: { measurement: string }) => measurement === 'host_search',
      );
      expect(summary.fields).toMatchObject({ found: 4, unconfigured: 3, asked: 13 });
      expect(counted).toEqual(expect.arrayContaining(['outside 0', 'beyond 0']));
      expect(counted).not.toContain('named 0');
      const askedFor = counted.filter((line) => line.startsWith('asked-for'));
      expect(askedFor.length).toBeGreaterThan(5);
      for (const line of askedFor) expect(line).toMatch(/^asked-for 10\.88\.0\.([0-9]|1[0-4])$/);
    });
  },
);
