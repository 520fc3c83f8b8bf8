import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '../../collector/collector.ts';
import { CollectorConfig } from '../../collector/config.ts';
import type { Clock } from '../../kit/clock.ts';
import { systemClock } from '../../kit/clock.ts';
import { type Log, silentLog } from '../../kit/log.ts';

export const ADMIN_TOKEN = 'admin-token-of-the-tests';

export interface Started extends Collector {
  readonly folder: string;
  /** Calls the collector as an admin unless another token (or undefined for none) is given. */
  call(path: string, options?: CallOptions): Promise<Response>;
  enrol(school: string, agent?: string): Promise<string>;
  end(): Promise<void>;
}

interface CallOptions {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface StartOptions {
  readonly clock?: Clock;
  readonly folder?: string;
  readonly config?: object;
  readonly log?: Log;
  readonly adminToken?: string | undefined;
}

/** A collector on a free port over a folder of its own (or a given one, to start again over the same data). */
export async function startedCollector(options: StartOptions = {}): Promise<Started> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'hatang-e2e-'));
  const collector = await startCollector({
    config: CollectorConfig.parse({ listen: '127.0.0.1:0', data: folder, ...options.config }),
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    random: Math.random,
    version: 'test',
    adminToken: 'adminToken' in options ? options.adminToken : ADMIN_TOKEN,
  });
  const call: Started['call'] = (path, given = {}) => {
    const token = 'token' in given ? given.token : ADMIN_TOKEN;
    return fetch(`${collector.url}${path}`, {
      redirect: 'manual',
      ...contentOf(given),
      headers: { ...authorization(token), ...given.headers },
    });
  };
  const enrol: Started['enrol'] = async (school, agent = 'may-chu') => {
    const made = await call('/api/v1/enrolment-codes', {
      json: { school, name: `Trường ${school}` },
    });
    const { code } = (await made.json()) as { code: string };
    const enrolled = await call('/api/v1/enroll', { token: undefined, json: { code, agent } });
    return ((await enrolled.json()) as { token: string }).token;
  };
  const end = async () => {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...collector, folder, call, enrol, end };
}

const authorization = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { Authorization: `Bearer ${token}` };

function contentOf({ method, json, body }: CallOptions): RequestInit {
  const content = json === undefined ? body : JSON.stringify(json);
  if (content === undefined) return { method: method ?? 'GET' };
  const type = json === undefined ? '' : 'application/json';
  return { method: method ?? 'POST', body: new Blob([content], { type }) };
}
