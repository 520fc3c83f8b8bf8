/**
 * Labels under which a country gives out names: `truong.edu.vn` is a site of its own, `edu.vn` is not.
 * Source: publicsuffix.org/list, the entries of vn; other countries use the same few words.
 */
const SHARED = new Set(
  'ac ai biz co com edu gov health id info int io name net or org pro'.split(' '),
);

/** The part of a host name its owner registered: `hcm.edu.vn` of `c1.hcm.edu.vn`; an address stands for itself. */
export function siteOf(host: string): string {
  if (/^[\d.]+$|:/.test(host)) return host;
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const [top = '', second = ''] = labels.toReversed();
  const kept = top.length === 2 && SHARED.has(second) ? 3 : 2;
  return labels.slice(-kept).join('.');
}

export const isSameSite = (one: URL, other: URL): boolean =>
  siteOf(one.hostname) === siteOf(other.hostname);
