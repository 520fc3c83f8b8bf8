import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { type Neighbour, readArpTable, readProcArp } from './neighbours.ts';

const TABLE_WITHIN_MS = 5_000;
const TABLE_BYTES = 4 * 1024 * 1024;
/** An answer on a school's own cables takes a few milliseconds. */
const ANSWER_WITHIN_S = 1;
/** For a program of the system that does not keep its own time. */
const ENDED_AFTER_MS = 3_000;
/** So many routers a question to a host behind them may pass. */
const FAR_HOPS = 4;

/** Asks one address once; true when it answered. Settles within three seconds, never rejects. */
export type Ping = (address: string, isNear: boolean, signal: AbortSignal) => Promise<boolean>;
/** The system's table of neighbours; empty where it has none that can be read. */
export type ReadNeighbours = () => Promise<readonly Neighbour[]>;

/** Linux keeps the table as a file; of others a program is asked. */
export const readNeighbours: ReadNeighbours = async () => {
  if (process.platform === 'linux') return readProcArp(await textOf('/proc/net/arp'));
  const { out } = await run('arp', ['-a'], { withinMs: TABLE_WITHIN_MS });
  return readArpTable(out);
};

/** The system's own ping: it may ask without an administrator's rights. */
export const ping: Ping = async (address, isNear, signal) => {
  const hops = String(isNear ? 1 : FAR_HOPS);
  const isWindows = process.platform === 'win32';
  const wait = isWindows ? ANSWER_WITHIN_S * 1_000 : ANSWER_WITHIN_S;
  const args = isWindows
    ? ['-n', '1', '-w', String(wait), '-i', hops, address]
    : ['-n', '-c', '1', '-W', String(wait), '-t', hops, address];
  const { ended, out } = await run('ping', args, { withinMs: ENDED_AFTER_MS, signal });
  // Windows ends well too when this machine itself says that nobody is there; only an answer has a TTL, in every language.
  return ended && (!isWindows || out.includes('TTL='));
};

interface Ran {
  /** It ended by itself, and well. */
  readonly ended: boolean;
  readonly out: string;
}

function run(
  program: string,
  args: readonly string[],
  { withinMs, signal }: { readonly withinMs: number; readonly signal?: AbortSignal },
): Promise<Ran> {
  const limits = { timeout: withinMs, maxBuffer: TABLE_BYTES, windowsHide: true };
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { ...limits, encoding: 'latin1', ...(signal === undefined ? {} : { signal }) },
      (error, out) => resolve({ ended: error === null, out }),
    );
  });
}

/** Empty where there is no such file: another system, or a closed one. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1');
  } catch {
    return '';
  }
}
