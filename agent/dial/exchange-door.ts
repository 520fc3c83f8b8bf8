import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ok, type Result } from '../../kit/result.ts';
import {
  type Authorities,
  connectTcp,
  type Lookup,
  secure,
  seenOf,
  systemLookup,
} from './dial-door.ts';
import { askHead, type Head } from './head-door.ts';
import type { Passage } from './passage.ts';
import type { Failure, TlsSeen } from './seen.ts';

export interface Way {
  readonly passage: Passage;
  readonly signal: AbortSignal;
  /** Authorities as PEM instead of the ones Node brings. */
  readonly ca?: Authorities;
  readonly lookup?: Lookup;
  /** Where nothing newer is agreed on, TLS 1.0 and 1.1 are tried too, so that it is told which the server has. */
  readonly old: boolean;
  /** Filled as far as the exchange comes. */
  readonly seen: { addresses?: number; tls?: TlsSeen };
}

/** Finds the host, connects, agrees on encryption where there is any, asks, and reads the head of the answer. */
export async function stepThrough(url: URL, way: Way): Promise<Result<Head, Failure>> {
  const opened = await dial(url, way);
  if (!opened.ok) return opened;
  return way.passage.take('http', () => askHead(opened.value, url));
}

async function dial(url: URL, way: Way): Promise<Result<Socket, Failure>> {
  const { passage, lookup = systemLookup, signal, seen } = way;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found =
    family > 0 ? ok([{ address: host, family }]) : await passage.take('dns', () => lookup(host));
  if (!found.ok) return found;
  seen.addresses = found.value.length;
  const isTls = url.protocol === 'https:';
  const port = Number(url.port) || (isTls ? 443 : 80);
  const connect = () => passage.take('tcp', () => connectTcp(found.value, port, signal));
  return isTls ? encrypt({ host, connect }, way) : connect();
}

interface Line {
  readonly host: string;
  readonly connect: () => Promise<Result<Socket, Failure>>;
}

/** As browsers do it; a server that can't is asked once more in the old ways, where that is wished. */
async function encrypt(line: Line, way: Way): Promise<Result<Socket, Failure>> {
  const secured = await encryptOnce(line, way, false);
  if (secured.ok || !way.old || secured.problem.error !== 'TLS refused') return secured;
  const old = await encryptOnce(line, way, true);
  return old.ok ? old : secured;
}

async function encryptOnce(
  { host, connect }: Line,
  { passage, ca, signal, seen }: Way,
  old: boolean,
): Promise<Result<TLSSocket, Failure>> {
  const opened = await connect();
  if (!opened.ok) return opened;
  const secured = await passage.take('tls', () => secure(opened.value, { host, ca, old, signal }));
  if (secured.ok) seen.tls = seenOf(secured.value, host);
  else opened.value.destroy();
  return secured;
}
