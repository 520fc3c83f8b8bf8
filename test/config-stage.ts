import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepEnrolment } from '../agent/enrol/data-door.ts';
import type { Program } from '../agent/run/program.ts';
import { run } from '../agent/run/run.ts';
import { seconds } from '../kit/units.ts';
import { openShipped } from '../standards/shipped-door.ts';
import { type Started, startedCollector } from './e2e/started.ts';
import { ManualClock } from './manual-clock.ts';

const AGENT = 'may-chu';

/** Which requests of the agent reach the collector. */
export type Line = 'whole' | 'no facts' | 'down';

/** A real collector and a real agent on one moved clock, and between them a line that a test cuts. */
export class ConfigStage {
  readonly clock = new ManualClock();
  readonly folder = mkdtempSync(join(tmpdir(), 'hatang-agentconf-'));
  readonly kept = join(this.folder, 'data', 'settings.json');
  readonly events: { readonly event: string; readonly fields: object }[] = [];
  /** Asked paths, as they came in. */
  readonly asked: string[] = [];
  line: Line = 'whole';
  /** Throws the next time the agent says this: as a part would that cannot start. */
  failAt: string | undefined;
  collector!: Started;
  version = '1.0.0';
  readonly #relay = createServer();
  #stop = new AbortController();
  #ended: Promise<unknown> = Promise.resolve();

  async open(config: object = {}): Promise<void> {
    this.collector = await startedCollector({ clock: this.clock, config });
    this.#relay.on('request', (request, response) => {
      void this.#carry(request, response);
    });
    await once(this.#relay.listen(0, '127.0.0.1'), 'listening');
    const token = await this.collector.enrol('thcs-a', AGENT);
    mkdirSync(join(this.folder, 'data'), { mode: 0o700 });
    keepEnrolment(join(this.folder, 'data'), { token, school: 'thcs-a' });
  }

  /** Begins a process of the agent, as far as it knows. */
  start(more = ''): void {
    const { port } = this.#relay.address() as AddressInfo;
    const file = join(this.folder, 'agent.yaml');
    writeFileSync(
      file,
      `agent: ${AGENT}\npage: off\ncollector: { url: 'http://127.0.0.1:${port}'${more} }\n` +
        'data: ./data\nuplink: { every: 30s, watch: off, targets: [] }\ncameras: { deadline: 45s, list: [] }\n',
    );
    this.#stop = new AbortController();
    this.#ended = run(['--config', file], this.#program()).catch((error: unknown) => error);
  }

  /** How the process ended. */
  async stop(): Promise<unknown> {
    this.#stop.abort();
    return await this.#ended;
  }

  async close(): Promise<void> {
    await this.stop();
    this.#relay.closeAllConnections();
    this.#relay.close();
    await this.collector.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async make(settings: object): Promise<void> {
    await this.collector.call('/api/v1/agent-configs', { json: { unit: 'thcs-a', settings } });
  }

  /** The newest version as the centre sees it. */
  async newest(): Promise<Seen> {
    const answer = await this.collector.call('/api/v1/agent-configs');
    const { versions } = (await answer.json()) as { versions: [Seen] };
    return versions[0];
  }

  /** What the agent keeps now. */
  settings(): Record<string, { readonly version: string } | undefined> {
    return JSON.parse(JSON.parse(readFileSync(this.kept, 'utf8')).kept);
  }

  said = (event: string): number => this.events.filter((one) => one.event === event).length;

  /** Lets time pass second by second until it is so; each second a real exchange, so that sockets keep up. */
  async until(isSo: () => boolean | Promise<boolean>, within = 1_500): Promise<void> {
    for (let turn = 0; turn < within; turn += 1) {
      if (await isSo()) return;
      await this.clock.advance(seconds(1));
      await this.collector.call('/healthz');
    }
    throw new Error(`not so after ${within} s: ${JSON.stringify(this.events.slice(-8))}`);
  }

  #program(): Program {
    const told = (fields: object, event: string): void => {
      this.events.push({ event, fields });
      if (event !== this.failAt) return;
      this.failAt = undefined;
      throw new Error(`no part for ${event}`);
    };
    return {
      surroundings: { env: {}, checkModes: true },
      say: () => undefined,
      complain: () => undefined,
      clock: this.clock,
      random: () => 0.5,
      log: { info: told, warn: told, error: told },
      rssBytes: () => 1,
      version: this.version,
      standards: openShipped,
      stop: this.#stop.signal,
    };
  }

  async #carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.asked.push(path);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of request) parts.push(part);
    if (this.line === 'down') return void request.socket.destroy();
    if (this.line === 'no facts' && path.startsWith('/api/v2/write'))
      return void response.writeHead(503, { 'retry-after': '20' }).end();
    const { host: _h, connection: _c, 'content-length': _l, ...headers } = request.headers;
    const answer = await fetch(`${this.collector.url}${path}`, {
      method: request.method ?? 'GET',
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      ...(parts.length === 0 ? {} : { body: new Blob(parts) }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const { connection: _k, 'transfer-encoding': _t, ...back } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, back).end(body);
  }
}

export interface Seen {
  readonly number: number;
  readonly state: string;
  readonly agents: number;
  readonly running: number;
  readonly refusals: readonly { readonly outcome: string; readonly problem: string }[];
}
