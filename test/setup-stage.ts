import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerPage, isSetup } from '../agent/page/answer.ts';
import { servePage } from '../agent/page/page-door.ts';
import type { PageState } from '../agent/page/state.ts';
import { answerSetup } from '../agent/setup/answer.ts';
import { ConfigKeeper } from '../agent/setup/config-file-door.ts';
import type { SetupState } from '../agent/setup/sheet.ts';
import { epochMs } from '../kit/units.ts';
import type { FoundDevice } from '../wire/last-search.ts';
import { ManualClock } from './manual-clock.ts';

export const PAGE_KEY = 'key-of-the-tests-0123456789';
const surroundings = { env: {}, checkModes: true };
const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));

/** Comments and order are what a form must leave alone. */
export const STAGE_CONFIG = `# của trường / of the school
agent: may-chu
collector: { url: https://hatang.example.vn }
data: ./data # ở đây
subnets: [127.0.0.0/8]
discovery: off
uplink:
  # điểm đo / far ends
  targets: []
cameras:
  list: []
`;

export function foundAt(address: string, more: Partial<FoundDevice> = {}): FoundDevice {
  return {
    ...{ address, host: address, endpoint: `urn:${address}`, name: undefined },
    ...{ hardware: 'DS-2CD2021', configuredAs: undefined, movedFrom: undefined, simulated: false },
    ...more,
  };
}

export const stageState = (given: Partial<PageState> = {}): PageState => ({
  ...{ now, agent: 'may-chu', version: '0.1.0', school: 'thcs-demo', simulated: false },
  collector: 'https://hatang.example.vn',
  shipment: {
    ...{ word: 'connected', since: now, problem: undefined, lastReceiptAt: now },
    ...{ refusedLines: 0, clockOffsetS: undefined },
  },
  spool: { batches: 0, bytes: 0, dropped: 0, unwritten: 0, refused: 0 },
  ...{ devices: [], findings: [], outages: [], setup: true },
  search: {
    last: { at: now, found: [foundAt('127.0.0.21'), foundAt('127.0.0.22:8899')] },
    ...{ gone: [], problem: undefined },
  },
  ...given,
});

export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The walk-through over a real socket and a real config file, beside an agent that is made up. */
export class SetupStage {
  readonly folder = mkdtempSync(join(tmpdir(), 'hatang-setup-'));
  readonly file = join(this.folder, 'agent.yaml');
  state: SetupState = { page: stageState(), facts: [] };
  readonly clock = new ManualClock();
  restarts = 0;
  /** How often it was asked how the agent stands. */
  looks = 0;
  #cookie = '';
  #port = 0;
  #close = async (): Promise<void> => {};

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open(config = STAGE_CONFIG): Promise<void> {
    writeFileSync(this.file, config, { mode: 0o640 });
    const parts = {
      keeper: new ConfigKeeper(this.file, surroundings),
      key: () => PAGE_KEY,
      state: async () => {
        this.looks += 1;
        return this.state;
      },
      clock: this.clock,
      addresses: () => ['192.168.1.5'],
      labCommands: async () => [
        'hatang machine enroll --agent 192.168.1.5:8483 --key hl1.STAGE --room tin-1',
      ],
      restart: () => {
        this.restarts += 1;
      },
    };
    const page = await servePage({ host: '127.0.0.1', port: 0 }, (asked, port) =>
      isSetup(asked)
        ? answerSetup(asked, port, parts)
        : answerPage(asked, port, async () => this.state.page),
    );
    this.#port = page.port;
    this.#close = page.close;
  }

  async close(): Promise<void> {
    await this.#close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As a browser would that opened the link. */
  async enter(): Promise<void> {
    const { headers } = await this.ask(`/setup?key=${PAGE_KEY}`);
    this.#cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }

  get = (target: string): Promise<Got> => this.ask(target, { headers: { cookie: this.#cookie } });

  /** Fills in the form that stands on `target`, and sends it to `action`. */
  async post(
    action: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Got> {
    return await this.send(action, { ...(await this.hidden()), ...fields }, headers);
  }

  send(
    action: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Got> {
    return this.ask(action, {
      method: 'POST',
      headers: {
        ...{ cookie: this.#cookie, origin: this.origin },
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** What every form carries. */
  async hidden(): Promise<{ readonly token: string; readonly version: string }> {
    const { body } = await this.get('/setup/line');
    const hiddenIn = (name: string): string =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
    return { token: hiddenIn('token'), version: hiddenIn('version') };
  }

  ask(target: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Got> {
    return new Promise((resolve, reject) => {
      const asking = this.begin(target, method, headers);
      asking.on('response', (response) => {
        let said = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: said }),
        );
      });
      asking.on('error', reject);
      asking.end(body);
    });
  }

  /** A request that somebody else ends. */
  begin(target: string, method: string, headers: Readonly<Record<string, string>>): ClientRequest {
    return request({ host: '127.0.0.1', port: this.#port, path: target, method, headers });
  }
}
