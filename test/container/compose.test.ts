import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { CollectorConfig } from '../../collector/config.ts';
import { parseConfig } from '../../kit/load-config.ts';
import { describeWithPeers, peerPath } from '../peers.ts';
import { runProgram } from '../sim/run-program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const PASSWORDS = /(PASSWORD|TOKEN|SECRET)/;

/** As `docker-compose config` writes a file out, with every short form made long. */
const Composed = z.object({
  services: z.record(
    z.string(),
    z.object({
      user: z.string(),
      read_only: z.boolean(),
      restart: z.string(),
      mem_limit: z.union([z.string(), z.number()]),
      cap_drop: z.array(z.string()),
      ports: z.array(z.string()).default([]),
      networks: z.record(z.string(), z.unknown()),
      environment: z.record(z.string(), z.string()).default({}),
      healthcheck: z.unknown().optional(),
      build: z.unknown().optional(),
      secrets: z.array(z.object({ source: z.string() })).default([]),
    }),
  ),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

describeWithPeers(['docker-compose'], 'docker-compose.yml', () => {
  let composed: z.infer<typeof Composed>;
  let text: string;
  beforeAll(async () => {
    const told = await runProgram(peerPath('docker-compose'), [
      ...['--file', join(ROOT, 'docker-compose.yml'), 'config'],
    ]);
    expect([told.code, told.stderr]).toEqual([0, '']);
    text = told.stdout;
    composed = Composed.parse(parse(text));
  }, 60_000);

  it('has the collector, InfluxDB and Grafana, and each kept small', () => {
    expect(Object.keys(composed.services).sort()).toEqual(['collector', 'grafana', 'influxdb']);
    for (const service of Object.values(composed.services))
      expect(service).toMatchObject({
        user: '1000:1000',
        read_only: true,
        restart: 'unless-stopped',
        cap_drop: ['ALL'],
      });
  });

  it('publishes nothing beyond this machine, and InfluxDB not at all', () => {
    const ports = Object.values(composed.services).flatMap((service) => service.ports);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(composed.services['influxdb']?.ports).toEqual([]);
  });

  it('keeps InfluxDB in networks without a way out, and the collector and Grafana apart', () => {
    const of = (name: string) => Object.keys(composed.services[name]?.networks ?? {});
    expect(of('influxdb').every((name) => composed.networks[name]?.internal === true)).toBe(true);
    expect(of('collector').filter((name) => of('grafana').includes(name))).toEqual([]);
  });

  it('checks the health of each: the collector’s by its image', () => {
    for (const [name, service] of Object.entries(composed.services))
      if (service.build === undefined) expect(service.healthcheck, name).toBeDefined();
    expect(read('Dockerfile')).toMatch(/^HEALTHCHECK [\s\S]*\/readyz/m);
  });

  it('says no secret: it names files, and only those that make-secrets.sh makes', () => {
    for (const { environment } of Object.values(composed.services))
      for (const [name, value] of Object.entries(environment))
        if (PASSWORDS.test(name))
          expect([name, value]).toEqual([name, expect.stringMatching(/^\/run\/secrets\//)]);
    const made = /^for name in (.+); do$/m.exec(read('config/docker/make-secrets.sh'))?.[1];
    expect(Object.keys(composed.secrets).sort()).toEqual(made?.split(' ').sort());
    const given = Object.values(composed.services).flatMap(({ secrets }) =>
      secrets.map(({ source }) => source),
    );
    expect(new Set(given)).toEqual(new Set(Object.keys(composed.secrets)));
  });
});

describe('what the containers read', () => {
  it('the collector’s config is one, once its secret is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hatang-container-'));
    try {
      const secret = join(folder, 'influx_token');
      writeFileSync(secret, 'a-token\n', { mode: 0o600 });
      const yaml = read('config/collector.docker.yaml').replace('/run/secrets', folder);
      const config = parseConfig({ text: yaml, folder }, CollectorConfig, {
        env: {},
        checkModes: true,
      });
      expect(config).toMatchObject({
        ok: true,
        value: { history: { kind: 'influx', bucket: 'hatang', org: 'hatang', token: 'a-token' } },
      });
      chmodSync(secret, 0o644);
      const open = parseConfig({ text: yaml, folder }, CollectorConfig, {
        env: {},
        checkModes: true,
      });
      expect(open).toMatchObject({ ok: false, problem: [{ path: 'history.token' }] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('Grafana’s data source reads the bucket by InfluxQL, its password from a file', () => {
    const source = parse(read('dashboards/grafana/provisioning/datasources/influxdb.yaml'));
    expect(source.datasources).toMatchObject([
      {
        type: 'influxdb',
        url: 'http://influxdb:8086',
        user: 'grafana',
        jsonData: { dbName: 'hatang' },
        secureJsonData: { password: '$__file{/run/secrets/grafana_influx_password}' },
      },
    ]);
  });

  it('InfluxDB’s first start is bash that run-parts finds', async () => {
    const script = join(ROOT, 'config/docker/influxdb/first-start.sh');
    expect(statSync(script).mode & 0o111).toBe(0o111);
    expect(await runProgram('/bin/bash', ['-n', script])).toMatchObject({ code: 0, stderr: '' });
  });
});

describeWithPeers(['root'], 'make-secrets.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const make = () => runProgram('/bin/sh', [join(ROOT, 'config/docker/make-secrets.sh'), folder]);
  const all = () =>
    readdirSync(folder)
      .sort()
      .map((name) => ({
        text: readFileSync(join(folder, name), 'utf8'),
        owner: statSync(join(folder, name)).uid,
        mode: statSync(join(folder, name)).mode & 0o777,
      }));

  it('makes secrets for the containers alone, each another one, keeps those that are there, and says none', async () => {
    writeFileSync(join(folder, 'influx_token'), 'mine'.repeat(16), { mode: 0o600 });
    const { code, stdout, stderr } = await make();
    expect([code, stderr]).toEqual([0, '']);
    const made = all();
    expect(made).toHaveLength(4);
    for (const { owner, mode } of made) expect([owner, mode]).toEqual([1000, 0o600]);
    for (const { text } of made) {
      expect(text).toMatch(/^([0-9a-f]{64}|(mine){16})$/);
      expect(stdout).not.toContain(text);
    }
    expect(new Set(made.map(({ text }) => text)).size).toBe(4);
    expect(readFileSync(join(folder, 'influx_token'), 'utf8')).toMatch(/^(mine)+$/);
    await make();
    expect(all()).toEqual(made);
  });
});
