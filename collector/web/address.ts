import type { Words } from './page-request.ts';

/** `?a=1&b=2` of what is set; empty when nothing is. */
export function queryText(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}

export const schoolAddress = (id: string): string => `/schools/${encodeURIComponent(id)}`;

/** The page of one camera or recorder. */
export const deviceAddress = (school: string, device: string): string =>
  `${schoolAddress(school)}/cameras/${encodeURIComponent(device)}`;

/** The page of one lab machine. */
export const machineAddress = (school: string, device: string): string =>
  `${schoolAddress(school)}/machines/${encodeURIComponent(device)}`;

/** The page of one fibre line. */
export const lineAddress = (school: string, device: string): string =>
  `${schoolAddress(school)}/lines/${encodeURIComponent(device)}`;

export const incidentAddress = (id: string): string => `/incidents/${encodeURIComponent(id)}`;

export const mailAddress = (id: string): string => `/mails/${encodeURIComponent(id)}`;

/** This page again, all filters kept, in another language; relative, so it needs no path. */
export const inLanguage = (query: Words, language: string): string =>
  queryText({ ...query, lang: language });

/** A path of this site to return to after sign-in; anything that could lead elsewhere is dropped. */
export function returnPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[\w\-./?=&%+:]*$/.test(next) ? next : '/';
}
