import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../kit/clock.ts';
import { silentLog } from '../kit/log.ts';
import { ok } from '../kit/result.ts';
import { seconds } from '../kit/units.ts';
import type { MachineReport } from '../wire/machine-report.ts';
import { runAgent } from './agent.ts';
import { AgentConfig } from './config.ts';
import { labToken } from './labs/key-door.ts';
import { servePage } from './page/page-door.ts';
import { PageKeeper } from './page/page-keeper.ts';

const report: MachineReport = {
  ...{ program: '0.1.0', taken_at_ms: 0, name: 'PC-01', room: 'phong-1', browsers: [], apps: [] },
  identity: { macs: ['54:bf:64:00:00:01'], disk_serials: [] },
  os: { name: 'Microsoft Windows 11 Pro' },
};

/** Takes every batch, and keeps its lines. */
async function collector() {
  const lines: string[] = [];
  const server = createServer((asked, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of asked) parts.push(part);
      lines.push(...gunzipSync(Buffer.concat(parts)).toString('utf8').split('\n'));
      response.writeHead(204).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { lines, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function send(port: number, token: string): Promise<number | undefined> {
  const asked = request({
    ...{ host: '127.0.0.1', port, path: '/v1/machine-report', method: 'POST' },
    ...{ rejectUnauthorized: false, agent: false, headers: { authorization: `Bearer ${token}` } },
  });
  asked.end(JSON.stringify(report));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

it('what a lab machine reports reaches the collector, with how its room stands', async () => {
  const data = mkdtempSync(join(tmpdir(), 'labs-shipped-'));
  const { lines, url } = await collector();
  const port = await freePort();
  const config = AgentConfig.parse({
    ...{ collector: { url }, data, page: 'off', ship: { every: '100ms' } },
    labs: {
      listen: `127.0.0.1:${port}`,
      rooms: [{ id: 'phong-1', name: 'Phòng Tin học 1', seats: 24, pupils: 48 }],
    },
  });
  const stop = new AbortController();
  const agent = runAgent(
    {
      ...{ config, version: '0', clock: systemClock, random: Math.random, log: silentLog },
      ...{ rssBytes: () => 1, token: () => ok('token'), school: () => 'thcs-mau' },
      ...{
        judge: async () => [],
        known: [],
        ...{ setup: undefined, settings: undefined },
        page: new PageKeeper({ serve: servePage, clock: systemClock }),
      },
    },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await agent;
  });
  const patient = { timeout: seconds(20) };
  await expect.poll(() => send(port, 'x').catch(() => undefined), patient).toBe(401);
  const token = labToken(data);
  expect(await send(port, token.ok ? token.value : '')).toBe(200);
  const shipped = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  await expect
    .poll(() => shipped(/^machine,device=pc-[0-9a-f]{8},told_by=reporter .*up=true/), patient)
    .toBe(true);
  await expect
    .poll(() => shipped(/^machine,device=pc-[0-9a-f]{8},told_by=count .*usable=true/), patient)
    .toBe(true);
  await expect
    .poll(() => shipped(/^lab,room=phong-1 .*usable=1i.*pupils_per_machine=48/), patient)
    .toBe(true);
  expect(shipped(/^device,device=pc-[0-9a-f]{8},kind=machine .*name="PC-01"/)).toBe(true);
}, 60_000);
