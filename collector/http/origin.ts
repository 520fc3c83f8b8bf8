import type { Request } from 'express';

/**
 * Whether a page of this very origin sent the request. Browsers say so in Sec-Fetch-Site; older ones in Origin, which
 * is held against the address they asked. Whatever says neither is no page.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  return origin !== undefined && origin === `${request.protocol}://${request.get('host')}`;
}
