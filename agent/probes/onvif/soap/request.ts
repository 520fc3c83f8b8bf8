import type { EpochMs } from '../../../../kit/units.ts';
import { authorization, type Challenge, type Credentials } from './digest.ts';
import { buildEnvelope } from './envelope.ts';
import type { HttpAsk } from './exchange.ts';
import { actionOf, bodyOf, type Operation } from './operations.ts';
import { usernameToken } from './wsse.ts';

/** How a device wants to be logged in to; `count` is how often a nonce was used. */
export type Scheme =
  | { readonly kind: 'http'; readonly challenge: Challenge; count: number }
  | { readonly kind: 'wsse' };

export interface Signing {
  readonly credentials: Credentials;
  readonly scheme: Scheme;
  /** By the device's own clock. */
  readonly at: EpochMs;
  readonly nonce: Uint8Array;
}

/** One question as it goes out; with a login where one is given. */
export function requestOf(operation: Operation, url: URL, login: Signing | undefined): HttpAsk {
  const token = login?.scheme.kind === 'wsse' ? usernameToken(login.credentials, login) : '';
  const body = buildEnvelope(bodyOf(operation), token);
  const headers: Record<string, string> = {
    'Content-Type': `application/soap+xml; charset=utf-8; action="${actionOf(operation)}"`,
  };
  if (login?.scheme.kind === 'http') {
    login.scheme.count += 1;
    headers['Authorization'] = authorization(login.scheme.challenge, login.credentials, {
      method: 'POST',
      uri: `${url.pathname}${url.search}`,
      body,
      cnonce: Buffer.from(login.nonce).toString('hex'),
      count: login.scheme.count,
    });
  }
  return { url, headers, body };
}
