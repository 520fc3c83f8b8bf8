import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PageRequest } from '../page/page-door.ts';

/** Cookies know no ports: two agents of one machine would take each other's away. */
const nameFor = (port: number): string => `hatang-setup-${port}`;

/** The key itself never stands in a cookie or on a page: neither tells it. */
const proofOf = (key: string, purpose: 'cookie' | 'form'): string =>
  createHmac('sha256', key).update(`hatang page ${purpose}`).digest('base64url');

/** Digests of both are compared, so that neither length nor place of a difference is told. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

export const isKey = (given: string, key: string): boolean => isSame(given, key);

/** Not sent along when another site links or posts here; no script reads it; gone with the browser. */
export const cookieFor = (key: string, port: number): string =>
  `${nameFor(port)}=${proofOf(key, 'cookie')}; Path=/setup; HttpOnly; SameSite=Strict`;

/** Stands in every form of the page. */
export const formToken = (key: string): string => proofOf(key, 'form');

export function hasCookie(cookie: string | undefined, key: string, port: number): boolean {
  const named = `${nameFor(port)}=`;
  return (cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .some(
      (part) => part.startsWith(named) && isSame(part.slice(named.length), proofOf(key, 'cookie')),
    );
}

/** A browser names the page that a form was sent from; only this page's own may. */
export const isOwnOrigin = ({ origin, host }: Pick<PageRequest, 'origin' | 'host'>): boolean =>
  origin !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`;

export const isOwnForm = (given: string, key: string): boolean => isSame(given, formToken(key));
