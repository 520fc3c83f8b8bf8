import { mkdtempSync, readFileSync } from 'node:fs';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { days, hours, minutes, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { Fact } from '../../wire/fact.ts';
import { LabTests, type MachineReport, ReportAnswer } from '../../wire/machine-report.ts';
import { measurements } from '../../wire/measurements.ts';
import { AgentConfig } from '../config.ts';
import { labTls, labToken } from './key-door.ts';
import { type LabsParts, openLabs } from './labs.ts';
import { strike } from './register.ts';
import { RegisterFile } from './register-door.ts';

const report: MachineReport = {
  program: '0.1.0',
  taken_at_ms: 0,
  name: 'PC-01',
  room: 'phong-1',
  identity: { macs: ['54:bf:64:00:00:01'], disk_serials: ['WD-WCC1'] },
  os: { name: 'Microsoft Windows 10 Pro', edition: 'home_pro', build: '19045.6456' },
  cores: 4,
  memory_bytes: 8_589_934_592,
  windows11: { ready: false, lacks: ['tpm', 'cpu'] },
  browsers: [{ name: 'Chrome', version: '142.0.7444.60' }],
  antivirus: { names: ['Windows Defender'], on: true },
  apps: [
    { service: 'moet', up: true, total_s: 0.4, status: 200 },
    { service: 'made-up', up: true, total_s: 9 },
  ],
  meeting: { rtt_s: 0.02, loss_ratio: 0, sent: 200 },
};

const another = (number: number): MachineReport => ({
  ...report,
  name: `PC-${String(number).padStart(2, '0')}`,
  identity: {
    macs: [`54:bf:64:00:00:${number.toString(16).padStart(2, '0')}`],
    disk_serials: [],
  },
});

const deeds: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const deed of deeds.splice(0)) await deed();
});

interface Given {
  readonly subnets?: readonly string[];
  readonly machines?: object;
  readonly limits?: LabsParts['limits'];
  readonly facts?: () => readonly Fact[];
  readonly listen?: string;
  readonly data?: string;
}

/** The labs of a school over a real TLS socket, and whoever reports to them. */
async function start(given: Given = {}) {
  const clock = new ManualClock();
  const data = given.data ?? mkdtempSync(join(tmpdir(), 'labs-'));
  const read = AgentConfig.parse({
    collector: { url: 'https://hatang.example.vn' },
    data,
    subnets: given.subnets ?? [],
    uplink: { targets: [{ name: 'center', udp_echo: 'hatang.example.vn:8480' }] },
    services: {
      list: [
        { name: 'moet', url: 'https://moet.gov.vn' },
        { name: 'old', url: 'http://old.example.vn' },
      ],
    },
    ...(given.machines === undefined ? {} : { machines: given.machines }),
    labs: {
      usable_within: 2,
      rooms: [{ id: 'phong-1', name: 'Phòng Tin học 1', seats: 3, pupils: 40 }],
    },
  });
  const labsOptions = read.labs;
  if (labsOptions === undefined) throw new Error('no labs');
  const config = { ...read, labs: { ...labsOptions, listen: given.listen ?? '127.0.0.1:0' } };
  const labs = await openLabs({
    ...{ config, clock, log: silentLog, facts: given.facts ?? (() => []) },
    ...(given.limits === undefined ? {} : { limits: given.limits }),
  });
  const told: Fact[] = [];
  const stop = new AbortController();
  const end = labs.watch.run((facts) => told.push(...facts), stop.signal);
  deeds.push(async () => {
    stop.abort();
    await end;
  });
  const heard = async (): Promise<number> => {
    await expect.poll(() => labs.state().hearing.kind, { timeout: 5_000 }).toBe('listening');
    const { hearing } = labs.state();
    return hearing.kind === 'listening' ? hearing.port : 0;
  };
  return { clock, data, labs, told, heard, stop, end };
}
type School = Awaited<ReturnType<typeof start>>;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly token?: string;
  readonly headers?: RequestOptions['headers'];
  readonly body?: string | undefined;
}

/** One request as a reporter makes it; gives what was answered. */
async function send(school: School, sent: Sent = {}) {
  const port = await school.heard();
  const token = labToken(school.data);
  const held = token.ok ? token.value : '';
  const asked = request({
    ...{ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false },
    method: sent.method ?? 'POST',
    path: sent.path ?? '/v1/machine-report',
    headers: { authorization: `Bearer ${sent.token ?? held}`, ...sent.headers },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject);
  });
  asked.end(sent.method === 'GET' ? undefined : (sent.body ?? JSON.stringify(report)));
  const response = await answered;
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  const type = response.headers['content-type'];
  return { status: response.statusCode, type, text, body: JSON.parse(text) as unknown };
}

const factsOf = (told: readonly Fact[], measurement: string): readonly Fact[] =>
  told.filter((fact) => fact.measurement === measurement);

/** Every fact by the names and types of the register. */
function expectInRegister(told: readonly Fact[]): void {
  for (const { measurement, tags, fields } of told) {
    const spec = Object.entries(measurements).find(([name]) => name === measurement)?.[1];
    expect(Object.keys(spec?.tags ?? {})).toEqual(expect.arrayContaining(Object.keys(tags)));
    expect(Object.keys(spec?.fields ?? {})).toEqual(expect.arrayContaining(Object.keys(fields)));
  }
}

describe('a lab machine that reports', () => {
  it('is told what to try', async () => {
    const school = await start();
    const { status, body } = await send(school, { method: 'GET', path: '/v1/lab-tests' });
    expect(status).toBe(200);
    expect(LabTests.parse(body)).toEqual({
      every_s: 14_400,
      services: [{ name: 'moet', url: 'https://moet.gov.vn' }],
      echo: { host: 'hatang.example.vn', port: 8480 },
    });
  });

  it('meets the certificate of the lab key', async () => {
    const school = await start();
    const socket = connect({ port: await school.heard(), rejectUnauthorized: false });
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const tls = await labTls(school.data, school.clock.now());
    const seen = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
    expect(Buffer.from(seen ?? '', 'hex').toString('base64url')).toBe(
      tls.ok && tls.value.fingerprint,
    );
  });

  it('becomes facts, stamped when it came in, and is counted in its room', async () => {
    const school = await start();
    const { status, body } = await send(school);
    expect(status).toBe(200);
    const { machine, every_s } = ReportAnswer.parse(body);
    expect(machine).toMatch(/^pc-[0-9a-f]{8}$/);
    expect(every_s).toBe(14_400);
    const { told, clock } = school;
    expectInRegister(told);
    expect(told.every(({ at }) => at === clock.now())).toBe(true);
    const [reported, counted] = factsOf(told, 'machine');
    expect(reported).toMatchObject({
      tags: { device: machine, told_by: 'reporter' },
      fields: {
        ...{ up: true, source: 'reporter', address: '127.0.0.1', os_build: '19045.6456' },
        ...{
          windows11_ready: false,
          windows11_missing: 'tpm,cpu',
          browsers: 'Chrome 142.0.7444.60',
        },
        ...{ apps_tested: 1, apps_up: 1, apps_slowest_s: 0.4, meeting_loss_ratio: 0 },
      },
    });
    expect(counted).toMatchObject({
      tags: { device: machine, told_by: 'count' },
      fields: { room: 'phong-1', usable: true, seen_at_s: clock.now() / 1_000 },
    });
    expect(factsOf(told, 'machine_app').map(({ tags }) => tags['service'])).toEqual(['moet']);
    expect(factsOf(told, 'device')).toMatchObject([
      {
        tags: { device: machine, kind: 'machine' },
        fields: { name: 'PC-01', room: 'Phòng Tin học 1', cadence_s: 14_400 },
      },
    ]);
    expect(factsOf(told, 'lab').at(-1)?.fields).toMatchObject({
      ...{ machines: 1, usable: 1, missing: 0, seats: 3, pupils_per_machine: 40, within_days: 2 },
    });
    expect(school.labs.state().count?.rooms[0]).toMatchObject({ usable: 1, neverReported: 2 });
  });

  it('tells of its room only once what did not change', async () => {
    const school = await start();
    await send(school);
    const before = school.told.length;
    await send(school);
    expect(school.told.slice(before).map(({ tags }) => tags['told_by'] ?? tags['service'])).toEqual(
      [...['reporter', 'moet', 'count']],
    );
  });

  it('is missing by name after the agreed school days, whatever weekend lies between', async () => {
    const school = await start();
    // The clock stands on Monday, 07:00.
    await send(school);
    await school.clock.advance(days(2));
    expect(factsOf(school.told, 'lab').at(-1)?.fields).toMatchObject({ usable: 1, missing: 0 });
    await school.clock.advance(days(1));
    const lab = factsOf(school.told, 'lab').at(-1);
    expect(lab?.fields).toMatchObject({ usable: 0, missing: 1, missing_names: 'PC-01' });
    expect(lab?.fields).not.toHaveProperty('pupils_per_machine');
    expect(factsOf(school.told, 'machine').at(-1)?.fields).toMatchObject({ usable: false });
    expectInRegister(school.told);
  });

  it('is told of anew each hour', async () => {
    const school = await start();
    await send(school);
    const before = school.told.length;
    await school.clock.advance(minutes(59));
    expect(school.told).toHaveLength(before);
    await school.clock.advance(minutes(1));
    expect(school.told.slice(before).map(({ measurement }) => measurement)).toEqual([
      ...['lab', 'machine', 'device'],
    ]);
  });

  it('is struck off at the centre too, and is a machine of the school again when it reports', async () => {
    const school = await start();
    const { body } = await send(school);
    const { machine } = ReportAnswer.parse(body);
    const file = new RegisterFile(school.data, silentLog);
    file.keep(strike(file.read(), machine));
    await school.clock.advance(minutes(1));
    expect(factsOf(school.told, 'device').at(-1)).toMatchObject({
      tags: { device: machine },
      fields: { name: 'PC-01', struck_off: true },
    });
    expect(factsOf(school.told, 'lab').at(-1)?.fields).toMatchObject({ machines: 0, missing: 0 });
    expectInRegister(school.told);
    await send(school);
    expect(factsOf(school.told, 'device').at(-1)?.tags['device']).toBe(machine);
    expect(factsOf(school.told, 'device').at(-1)?.fields).not.toHaveProperty('struck_off');
  });

  it('is known again after the agent was started anew', async () => {
    const first = await start();
    await send(first);
    const second = await start({ data: first.data });
    expect(second.labs.state().count?.rooms[0]?.machines).toMatchObject([
      { name: 'PC-01', usable: true },
    ]);
    expect(factsOf(second.told, 'lab').at(-1)?.fields).toMatchObject({ machines: 1 });
  });
});

describe('a machine that SNMP reads', () => {
  const machines = {
    community: 'public',
    list: [
      { id: 'may-01', name: 'Máy 01', room: 'Phòng Tin học 1', address: '127.0.0.1:1161' },
      { id: 'may-02', name: 'Máy 02', room: 'phong-1', address: '192.168.1.102' },
      { id: 'router', name: 'Bộ định tuyến', kind: 'gateway', address: '192.168.1.1' },
    ],
  };
  const bySnmp = (device: string, fields: Fact['fields'], at: Fact['at']): Fact => ({
    ...{ measurement: 'machine', tags: { device }, fields, at },
  });

  it('is counted by when it last answered, also after a restart', async () => {
    const facts: Fact[] = [];
    const first = await start({ machines, facts: () => facts, listen: 'off' });
    const at = first.clock.now();
    facts.push(
      bySnmp('may-01', { up: true, name: 'PC-01' }, at),
      bySnmp('router', { up: true }, at),
    );
    await first.clock.advance(minutes(1));
    facts.splice(0, 2, bySnmp('may-01', { up: false }, first.clock.now()));
    facts.push(bySnmp('may-02', { up: false }, first.clock.now()));
    await first.clock.advance(minutes(1));
    const counted = {
      machines: [
        { id: 'may-01', usable: true, seenAt: at, reports: false },
        { id: 'may-02', usable: false, seenAt: undefined },
      ],
    };
    expect(first.labs.state().count?.rooms[0]).toMatchObject(counted);
    expect(factsOf(first.told, 'device')).toEqual([]);
    first.stop.abort();
    await first.end;
    const second = await start({ machines, data: first.data, listen: 'off' });
    expect(second.labs.state().count?.rooms[0]).toMatchObject(counted);
  });

  it('is one machine with its reporter when both say the same name at the same address', async () => {
    const facts: Fact[] = [];
    const school = await start({ machines, facts: () => facts });
    facts.push(bySnmp('may-01', { up: true, name: 'pc-01.truong.local' }, school.clock.now()));
    await school.clock.advance(minutes(1));
    const { body } = await send(school);
    expect(ReportAnswer.parse(body).machine).toBe('may-01');
    expect(school.labs.state().count?.rooms[0]?.machines).toHaveLength(1);
    const other = await send(school, { body: JSON.stringify(another(2)) });
    expect(ReportAnswer.parse(other.body).machine).toMatch(/^pc-/);
  });
});

describe('what is turned away', () => {
  const refusedBy = (school: School) =>
    school.labs.state().refused.map(({ address, reason, count }) => ({ address, reason, count }));

  it('a wrong token: refused, told nowhere, shown on the page until the machine reports as it should', async () => {
    const school = await start();
    for (let turn = 0; turn < 3; turn += 1) {
      const { status, type, text } = await send(school, { token: 'wrong-token-0123456789abc' });
      expect({ status, type }).toEqual({ status: 401, type: 'application/problem+json' });
      expect(text).not.toContain('wrong-token');
    }
    expect(refusedBy(school)).toEqual([{ address: '127.0.0.1', reason: 'wrong_token', count: 3 }]);
    expect(school.labs.state().refused[0]?.at).toBe(school.clock.now());
    expect(school.labs.refusedReports()).toBe(3);
    expect(factsOf(school.told, 'machine')).toEqual([]);
    await send(school);
    expect(refusedBy(school)).toEqual([]);
    expect(school.labs.refusedReports()).toBe(3);
  });

  it('no token at all', async () => {
    const school = await start();
    expect((await send(school, { headers: { authorization: '' } })).status).toBe(401);
    expect((await send(school, { headers: { authorization: 'Basic eDp5' } })).status).toBe(401);
  });

  it('an address outside the subnets, before its token is looked at', async () => {
    const school = await start({ subnets: ['192.168.1.0/24'] });
    expect((await send(school)).status).toBe(403);
    expect(refusedBy(school)).toEqual([{ address: '127.0.0.1', reason: 'outside', count: 1 }]);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/v1/machine-report'],
    ['POST', '/v1/lab-tests'],
    ['POST', '/v1/machine-report/../../etc/passwd'],
    ['PUT', '/v1/machine-report'],
  ])('anything but its two questions: %s %s', async (method, path) => {
    const school = await start();
    expect((await send(school, { method, path })).status).toBe(404);
  });

  it.each([
    ['garbage', '{"name":'],
    ['no object', '[]'],
    ['wrong types', JSON.stringify({ ...report, cores: 'four' })],
    ['a negative amount', JSON.stringify({ ...report, memory_bytes: -1 })],
    ['a ratio above one', JSON.stringify({ ...report, memory_used_ratio: 1.5 })],
    ['an id that is none', JSON.stringify({ ...report, room: '../../etc' })],
    ['an endless list', JSON.stringify({ ...report, apps: Array(31).fill(report.apps[0]) })],
    ['nothing', ' '],
  ])('%s', async (_, body) => {
    const school = await start();
    const { status, text } = await send(school, { body });
    expect(status).toBe(400);
    expect(text).not.toContain('PC-01');
    expect(refusedBy(school)).toMatchObject([{ reason: 'unreadable' }]);
  });

  it('a report that names no machine', async () => {
    const school = await start();
    const nameless = { ...report, identity: { macs: [], disk_serials: ['WD-WCC1'] } };
    expect((await send(school, { body: JSON.stringify(nameless) })).status).toBe(422);
    expect(school.labs.state().count?.rooms[0]?.machines).toEqual([]);
  });

  it('one that is too large, by what it says and by what it sends', async () => {
    const school = await start();
    const body = JSON.stringify({ ...report, padding: 'x'.repeat(70_000) });
    expect((await send(school, { body, headers: { 'content-length': body.length } })).status).toBe(
      413,
    );
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await send(school, { body, headers: chunked })).status).toBe(413);
    expect(refusedBy(school)).toMatchObject([{ reason: 'too_large', count: 2 }]);
  });

  it('a thousand requests in a burst: some are told to wait, and the labs go on', async () => {
    const school = await start();
    await school.heard();
    const answers = new Map<number | string, number>();
    const reportOnce = async (): Promise<void> => {
      const status = await send(school).then(
        (answer) => answer.status ?? 0,
        // Connections above the limit are closed unheard.
        () => 'closed' as const,
      );
      answers.set(status, (answers.get(status) ?? 0) + 1);
    };
    for (let round = 0; round < 50; round += 1)
      await Promise.all(Array.from({ length: 20 }, reportOnce));
    expect(answers.get(200)).toBe(240);
    expect(answers.get(429)).toBeGreaterThan(0);
    expect(answers.get('closed')).toBeGreaterThan(0);
    expect([...answers.keys()].sort()).toEqual([200, 429, 'closed']);
    expect(school.labs.state().count?.rooms[0]?.machines).toHaveLength(1);
    await school.clock.advance(minutes(1));
    expect((await send(school)).status).toBe(200);
  }, 60_000);

  const soon = { head: seconds(2), request: seconds(2), connections: 8, connectionsPerAddress: 4 };

  it('a report that trickles in', async () => {
    const school = await start({ limits: soon });
    const port = await school.heard();
    const token = labToken(school.data);
    const socket = connect({ port, rejectUnauthorized: false });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const bearer = token.ok ? token.value : '';
    socket.write(
      `POST /v1/machine-report HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${bearer}\r\ncontent-length: 9999\r\n\r\n{`,
    );
    const trickle = setInterval(() => socket.write(' '), 50);
    await closed;
    clearInterval(trickle);
    await expect.poll(() => refusedBy(school)).toMatchObject([{ reason: 'too_slow', count: 1 }]);
  });

  it.each([
    ['says nothing after the handshake', true],
    ['never begins the handshake', false],
  ])('a connection that %s', async (_, shakes) => {
    const school = await start({ limits: { ...soon, request: minutes(5) } });
    const port = await school.heard();
    const { Socket } = await import('node:net');
    const socket = shakes
      ? connect({ port, rejectUnauthorized: false })
      : new Socket().connect({ port, host: '127.0.0.1' });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await send(school)).status).toBe(200);
  });

  it('more connections at once than one address may hold', async () => {
    const school = await start({ limits: { ...soon, head: seconds(30), request: seconds(30) } });
    const port = await school.heard();
    const sockets = Array.from({ length: 5 }, () => connect({ port, rejectUnauthorized: false }));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    const ends = sockets.map(
      (socket) =>
        new Promise((resolve) => {
          socket
            .once('secureConnect', () => resolve('open'))
            .once('error', () => resolve('closed'));
        }),
    );
    const all = await Promise.all(ends);
    expect(all.filter((end) => end === 'closed')).toHaveLength(1);
    expect(refusedBy(school)).toMatchObject([{ reason: 'too_many', count: 1 }]);
  });
});

describe('where lab machines can’t be heard', () => {
  it('a taken port is said, and taken up once it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const school = await start({ listen: `127.0.0.1:${port}` });
    await expect
      .poll(() => school.labs.state().hearing)
      .toMatchObject({
        ...{ kind: 'failing', problem: expect.stringContaining('EADDRINUSE') },
      });
    await new Promise((resolve) => other.close(resolve));
    await school.clock.advance(seconds(30));
    expect((await send(school)).status).toBe(200);
  });

  it('an address of another machine is said', async () => {
    const school = await start({ listen: '192.0.2.1:8483' });
    await expect
      .poll(() => school.labs.state().hearing)
      .toMatchObject({
        ...{ kind: 'failing', problem: expect.stringContaining('EADDRNOTAVAIL') },
      });
  });

  it('no key is ever told', async () => {
    const school = await start();
    await send(school);
    await school.clock.advance(hours(1));
    const token = readFileSync(join(school.data, 'lab-token'), 'utf8').trim();
    expect(JSON.stringify([school.told, school.labs.state()])).not.toContain(token);
  });
});
