import { renderPage } from './page.ts';
import type { PageAnswer, PageRequest } from './page-door.ts';
import type { PageState } from './state.ts';
import { STYLE } from './style.ts';

export const GUARDS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** The page's own names: with any other, a foreign site has its name point at this machine (DNS rebinding). */
export const isOwnHost = (host: string, port: number): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].some((name) => host.toLowerCase() === `${name}:${port}`);

/** What belongs to the walk-through, not to this page. */
export const isSetup = ({ target }: Pick<PageRequest, 'target'>): boolean =>
  /^\/setup(?:[/?]|$)/.test(target);

/** What the page answers; `read` is called only for a request that is let in. */
export async function answerPage(
  { method, target, host }: PageRequest,
  port: number,
  read: () => Promise<PageState>,
): Promise<PageAnswer> {
  if (!isOwnHost(host, port)) return plain(421, 'not a name of this page');
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'only GET', { allow: 'GET, HEAD' });
  const [path, query] = split(target);
  if (path === '/style.css') return given('text/css; charset=utf-8', STYLE);
  if (path !== '/') return plain(404, 'no such page');
  const language = new URLSearchParams(query).get('lang') === 'en' ? 'en' : 'vi';
  return given('text/html; charset=utf-8', renderPage(await read(), language));
}

function split(target: string): readonly [string, string] {
  const at = target.indexOf('?');
  return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

const given = (type: string, body: string): PageAnswer => ({
  status: 200,
  headers: { ...GUARDS, 'content-type': type },
  body,
});

const plain = (
  status: number,
  text: string,
  more: Readonly<Record<string, string>> = {},
): PageAnswer => ({
  status,
  headers: { ...GUARDS, 'content-type': 'text/plain; charset=utf-8', ...more },
  body: `${text}\n`,
});
