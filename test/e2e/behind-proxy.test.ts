import { afterEach, describe, expect, it } from 'vitest';
import { type Started, startedCollector } from './started.ts';

let collector: Started;
afterEach(() => collector.end());

const forged = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' };
const signIn = () => collector.call('/sign-in', { token: undefined, headers: forged });
const addresses = async () => {
  const headers = { ...forged, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name: 'n', role: 'admin' });
  await collector.call('/api/v1/tokens', { headers, body });
  const answer = await collector.call('/api/v1/audit?deed=token_made');
  const { entries } = (await answer.json()) as { entries: readonly { address: string }[] };
  return entries.map(({ address }) => address);
};

describe('what a proxy says of whom it speaks for', () => {
  it('is believed of a named proxy: address, https', async () => {
    collector = await startedCollector({ config: { trusted_proxies: ['127.0.0.1'] } });
    const page = await signIn();
    expect(page.headers.get('strict-transport-security')).not.toBeNull();
    for (const cookie of page.headers.getSetCookie()) expect(cookie).toMatch(/; Secure$/);
    expect(await addresses()).toEqual(['203.0.113.9']);
  });

  it.each([
    ['no proxy is named', []],
    ['another proxy is named', ['192.0.2.1']],
  ])('is ignored where %s', async (_, trusted) => {
    collector = await startedCollector({ config: { trusted_proxies: trusted } });
    const page = await signIn();
    expect(page.headers.get('strict-transport-security')).toBeNull();
    for (const cookie of page.headers.getSetCookie()) expect(cookie).not.toMatch(/Secure/);
    expect(await addresses()).toEqual(['127.0.0.1']);
  });
});
