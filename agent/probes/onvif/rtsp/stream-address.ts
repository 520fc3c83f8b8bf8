import type { Host } from '../soap/endpoint.ts';

/** Where a stream is played: the configured host, the stated port and path. */
export interface StreamAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Path and query, with the leading slash. */
  readonly path: string;
}

const RTSP_PORT = 554;
const RTSPS_PORT = 322;
/** An account whose password holds a `/` or `?` as it is: up to the `@` behind which a host and a path stand. */
const LOOSE_LOGIN =
  /^(rtsps?:\/\/)[^/?@:[]{0,100}:(?!\d{1,5}(?::\d{1,5})?[/?])\S{0,200}?@(?=(?:\[[^\]]{1,60}\]|[\w.-]{1,255})(?::\d{1,5}){0,2}(?:[/?]|$))/i;

/**
 * Reads what GetStreamUri gave. Its host may lie, it may carry credentials, or a port twice
 * (`rtsp://h:554:554/…`); undefined when it is no RTSP address at all.
 */
export function parseStreamUri(stated: string, { host }: Host): StreamAddress | undefined {
  const match = /^(rtsps?):\/\/([^/?]{0,300})([/?][^\s]{0,1000})?$/i.exec(
    stated.trim().replace(LOOSE_LOGIN, '$1'),
  );
  if (match === null) return undefined;
  const secure = match[1]?.toLowerCase() === 'rtsps';
  const authority = (match[2] ?? '').replace(/^.*@/, '').replace(/^\[[^\]]*\]/, '');
  const port = Number(/:(\d{1,5})/.exec(authority)?.[1] ?? (secure ? RTSPS_PORT : RTSP_PORT));
  if (port < 1 || port > 65_535) return undefined;
  const path = match[3] ?? '/';
  return { host, port, secure, path: path.startsWith('/') ? path : `/${path}` };
}

export function uriOf({ host, port, secure, path }: StreamAddress): string {
  const usual = port === (secure ? RTSPS_PORT : RTSP_PORT);
  return `${secure ? 'rtsps' : 'rtsp'}://${host}${usual ? '' : `:${port}`}${path}`;
}

/** Names under which makers write an account into path or query, whatever stands before them. */
const ACCOUNT =
  /((?:user|username|usr|password|passwd|pwd|pass|token)=)(?:(?![_/][a-z]{1,20}=)[^?&;])*/gi;

/** The same address as it may be shown. */
export const shownUri = (address: StreamAddress): string =>
  uriOf(address).replace(ACCOUNT, '$1***');
