import type { Account, LoginVerdict } from '../login/digest.ts';
import type { RtspOptions } from './options.ts';

type LoginOptions = Pick<RtspOptions, 'login' | 'realm' | 'account' | 'guard'>;

/** Judges a request's Authorization header by the schemes the camera offers. */
export function checkLogin(
  options: LoginOptions,
  method: string,
  authorization: string | undefined,
): LoginVerdict {
  if (options.login === 'none') return 'ok';
  if (authorization === undefined) return 'missing';
  if (/^basic /i.test(authorization)) {
    return options.login === 'digest' ? 'wrong' : checkBasic(options.account, authorization);
  }
  return options.login === 'basic' ? 'wrong' : options.guard.check(method, authorization);
}

/** The challenges of a refusal, each for a header line of its own; Digest first. */
export function challengesOf({ login, realm, guard }: LoginOptions, stale: boolean): string[] {
  const digest = login === 'basic' ? [] : guard.challenges(stale);
  const basic = login === 'digest' ? [] : [`Basic realm="${realm}"`];
  return [...digest, ...basic];
}

function checkBasic(account: Account, authorization: string): LoginVerdict {
  const sent = Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8');
  return sent === `${account.user}:${account.password}` ? 'ok' : 'wrong';
}
