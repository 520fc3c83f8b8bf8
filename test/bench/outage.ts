/**
 * From a pulled line to the mail that an SMTP server has: a real collector, a real agent and the network between them, each
 * a process of its own, by the clock on the wall. `npm run bench:outage [-- --runs 3]`; a run takes some four minutes.
 * Target: at most two heartbeats, the rule's `for` and 5 s.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answers, hatang, TOKEN } from '../chaos/arm-parts.ts';
import { pause } from '../chaos/waits.ts';
import { SmtpCatcher } from '../smtp-catcher.ts';

/** The agent tells of itself so often (agent/self/probe.ts). */
const HEARTBEAT_S = 30;
const FOR_S = 180;
const MOST_S = 2 * HEARTBEAT_S + FOR_S + 5;
const PATIENCE_MS = 400_000;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1' } } });

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

/** The network between the two: while it is pulled nothing passes, and nobody is told that it does not. */
async function startLine(to: number) {
  const ends = new Set<Socket>();
  let isPulled = false;
  const join = (from: Socket, into: Socket) => {
    ends.add(from);
    from.on('error', () => undefined);
    from.on('close', () => {
      ends.delete(from);
      into.destroy();
    });
    from.on('data', (bytes) => {
      if (!isPulled) into.write(bytes);
    });
  };
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    join(near, far);
    join(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    pull() {
      isPulled = true;
    },
    /** What was begun meanwhile is lost. */
    mend() {
      isPulled = false;
      for (const end of ends) end.destroy();
    },
    async end() {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function measure(): Promise<{ readonly downS: number; readonly upS: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-outage-'));
  const smtp = new SmtpCatcher();
  const smtpPort = await smtp.listen(() => 'take');
  const url = `http://127.0.0.1:${await freePort()}`;
  const line = await startLine(Number(new URL(url).port));
  const put = (name: string, content: object) =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  put('collector.yaml', {
    mail: {
      from: 'hatang@hcm.edu.vn',
      to: [{ address: 'truc@hcm.edu.vn' }],
      smtp: `smtp://127.0.0.1:${smtpPort}`,
    },
  });
  put('agent.yaml', {
    ...{ agent: 'may-chu', data: './agent', page: 'off', collector: { url: line.url } },
    server: { id: 'may-chu', name: 'máy chủ', every: '60s' },
  });
  const collector = hatang(
    folder,
    'collector',
    [
      ...['collector', '--config', join(folder, 'collector.yaml')],
      ...['--data', join(folder, 'collector'), '--listen', new URL(url).host],
    ],
    { env: {}, ready: () => answers(`${url}/readyz`) },
  );
  const agent = hatang(folder, 'agent', ['agent', 'run', '--config', join(folder, 'agent.yaml')], {
    env: {},
    ready: (logged) => logged.includes('agent started'),
  });
  try {
    await collector.startReady();
    const code = await post(url, '/api/v1/enrolment-codes', { school: 'thcs-a', name: 'THCS A' });
    const enrolling = hatang(
      folder,
      'enroll',
      [
        ...['agent', 'enroll', '--collector', url, '--code', `${code['code']}`],
        ...['--data', join(folder, 'agent'), '--agent', 'may-chu'],
      ],
      { env: {}, ready: () => !enrolling.isRunning },
    );
    await enrolling.startReady();
    await agent.startReady();
    // The collector calls nobody silent before it has listened that long itself.
    await pause((FOR_S + HEARTBEAT_S + Math.random() * HEARTBEAT_S) * 1_000);
    return {
      downS: await until(smtp, 1, () => line.pull()),
      upS: await until(smtp, 2, () => line.mend()),
    };
  } finally {
    await agent.end();
    await collector.end();
    await line.end();
    await smtp.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds from the deed to so many mails at the server. */
async function until(smtp: SmtpCatcher, mails: number, deed: () => void): Promise<number> {
  deed();
  const began = performance.now();
  while (smtp.inbox.length < mails) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`no mail ${mails}`);
    await pause(50);
  }
  process.stderr.write(`${smtp.inbox.at(-1)?.subject}\n`);
  return (performance.now() - began) / 1_000;
}

async function post(url: string, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

for (let run = 0; run < Number(values.runs); run += 1) {
  const { downS, upS } = await measure();
  process.stdout.write(
    `line pulled → mail: ${downS.toFixed(1)} s (at most ${MOST_S} s); line back → mail: ${upS.toFixed(1)} s\n`,
  );
}
