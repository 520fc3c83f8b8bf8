import { oneLine } from '../../../kit/one-line.ts';
import { isSameSite } from './site.ts';

/**
 * What the unencrypted address of a system does. https: sends on to https of the same site. plain: answers in the clear, or
 * sends on to another unencrypted address. elsewhere: sends on to https of another site. closed: nobody answers there, so
 * nothing goes in the clear. silent: nothing can be said.
 */
export type PlainOutcome = 'https' | 'plain' | 'elsewhere' | 'loop' | 'closed' | 'silent';

export interface PlainReply {
  readonly outcome: PlainOutcome;
  /** Every address that was asked, with its status, then where the last one pointed. */
  readonly path: string;
}

export interface Hop {
  readonly url: URL;
  readonly status: number;
  readonly location: string | undefined;
}

export const MAX_HOPS = 5;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * What an answer at an unencrypted address means, or which one to ask next. Only the configured host is ever asked, with or
 * without `www.`, at the port it was asked at first.
 */
export function judgeHops(hops: readonly Hop[]): PlainOutcome | URL {
  const [first] = hops;
  const last = hops.at(-1);
  if (first === undefined || last === undefined) return 'silent';
  const next = targetOf(last);
  if (next === undefined) return 'plain';
  if (next.protocol === 'https:') return isSameSite(first.url, next) ? 'https' : 'elsewhere';
  if (hops.some(({ url }) => url.href === next.href) || hops.length >= MAX_HOPS) return 'loop';
  return isAskable(first.url, next) ? next : 'plain';
}

function targetOf({ url, status, location }: Hop): URL | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  const target = URL.parse(location, url.href);
  if (target === null) return undefined;
  target.hash = '';
  return target;
}

const withoutWww = (host: string): string => host.replace(/^www\./, '');

const isAskable = (first: URL, next: URL): boolean =>
  next.protocol === 'http:' &&
  next.port === first.port &&
  next.username === '' &&
  withoutWww(next.hostname) === withoutWww(first.hostname);

/** `http://a/ 301 → https://a/`, without what stands after a question mark: it may hold a session. */
export function sayPath(hops: readonly Hop[]): string {
  const bare = ({ origin, pathname, protocol }: URL): string =>
    protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname}` : protocol;
  const last = hops.at(-1);
  const target = last && targetOf(last);
  const asked = hops.map(({ url, status }) => `${bare(url)} ${status}`);
  return oneLine([...asked, ...(target ? [bare(target)] : [])].join(' → '), 300);
}
