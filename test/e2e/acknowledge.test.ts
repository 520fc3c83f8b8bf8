import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AckLinks } from '../../collector/incident/ack-link.ts';
import { type Database, openDatabase } from '../../collector/store/database-door.ts';
import { plantIncident } from '../incident-stage.ts';
import { ADMIN_TOKEN, type Started, startedCollector } from './started.ts';

const RECIPIENT = 'truc@thcs-a.hcm.edu.vn';
const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin' };

let collector: Started;
let database: Database;
beforeAll(async () => {
  collector = await startedCollector();
  for (const school of ['thcs-a', 'thcs-b'])
    await collector.call('/api/v1/enrolment-codes', { json: { school, name: `Trường ${school}` } });
  database = openDatabase(join(collector.folder, 'hatang.db'));
});
afterAll(async () => {
  database.close();
  await collector.end();
});

/** The path of the link in the mail about a new incident, as this collector signs it. */
function mailed(id: string): string {
  const now = collector.clock.now();
  plantIncident(database, { id, rule: id, members: [{ school: 'thcs-a' }] }, now);
  const ask = { publicUrl: '', incident: id, recipient: RECIPIENT, language: 'vi', now } as const;
  return new AckLinks(database).link(ask);
}
const call = (path: string, method: string, headers: Readonly<Record<string, string>> = {}) =>
  collector.call(path, { token: undefined, method, headers });
const incident = async (id: string) =>
  (await (await collector.call(`/api/v1/incidents/${id}`, { token: ADMIN_TOKEN })).json()) as {
    acknowledgedBy: string | null;
    timeline: readonly { kind: string; who: string | null; byMail: boolean }[];
  };

describe('the link in a mail', () => {
  it('does nothing for a scanner, whatever it sends, and sets no cookie', async () => {
    const path = mailed('scanned');
    const prefetch = { Purpose: 'prefetch', 'Sec-Purpose': 'prefetch;prerender' };
    for (const [method, headers] of [
      ['GET', {}],
      ['GET', {}],
      ['HEAD', {}],
      ['GET', prefetch],
      ['GET', { ...OWN_PAGE, 'X-HTTP-Method-Override': 'POST' }],
      ['OPTIONS', {}],
      ['PUT', OWN_PAGE],
      ['POST', {}],
      ['POST', { 'Sec-Fetch-Site': 'cross-site' }],
      ['POST', { Origin: 'https://scanner.example' }],
    ] as const) {
      const answer = await call(path, method, headers);
      expect(answer.headers.get('set-cookie')).toBeNull();
      await answer.body?.cancel();
    }
    expect((await incident('scanned')).acknowledgedBy).toBeNull();
    expect((await incident('scanned')).timeline).toHaveLength(1);
  });

  it('shows one button without a sign-in, which acknowledges once as the address', async () => {
    const path = mailed('pressed');
    const page = await (await call(path, 'GET')).text();
    expect(page.match(/<button/g)).toHaveLength(1);
    expect(page).toContain('Trường thcs-a');
    const answer = await call(path, 'POST', OWN_PAGE);
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('Đã xác nhận'),
    ]);
    const after = await incident('pressed');
    expect(after.acknowledgedBy).toBe(RECIPIENT);
    expect(after.timeline.at(-1)).toMatchObject({
      kind: 'acknowledged',
      who: RECIPIENT,
      byMail: true,
    });
    const again = await call(path, 'POST', OWN_PAGE);
    expect([again.status, await again.text()]).toEqual([
      410,
      expect.stringContaining('đã được dùng'),
    ]);
    expect(await (await call(`${path}?lang=en`, 'GET')).text()).toContain('This link was used');
  });

  it('works from a browser that only says its origin', async () => {
    const path = mailed('old-browser');
    const answer = await call(path, 'POST', { Origin: collector.url });
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
  });

  it('is told apart from one that was cut off by the mail program', async () => {
    const answer = await call(mailed('cut').slice(0, -3), 'GET');
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('bị cắt mất'),
    ]);
  });
});

describe('deeds over JSON', () => {
  const deed = async (id: string, name: string, json: object) => {
    const answer = await collector.call(`/api/v1/incidents/${id}/${name}`, { json });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('answer with the incident as it is now, and refuse what can’t be', async () => {
    mailed('deeds');
    const until = new Date(collector.clock.now() + 3_600_000).toISOString();
    expect(await deed('deeds', 'silence', { until })).toMatchObject({
      status: 200,
      body: { silentUntil: until },
    });
    expect((await deed('deeds', 'silence', { until: '2020-01-01T00:00:00Z' })).status).toBe(422);
    expect(await deed('deeds', 'acknowledge', { acknowledged: false })).toMatchObject({
      ...{ status: 409, body: { reason: 'not_acknowledged' } },
    });
    expect((await deed('deeds', 'assign', { to: 'a\nb' })).status).toBe(422);
    expect((await deed('deeds', 'comment', { text: 'x', html: true })).status).toBe(422);
    expect((await deed('nowhere', 'comment', { text: 'x' })).status).toBe(404);
    const script = '<script>alert(1)</script>';
    expect((await deed('deeds', 'comment', { text: script })).status).toBe(200);
    const page = await (await collector.call('/incidents/deeds')).text();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain(script);
  });

  it('page through the list and say whether there is more', async () => {
    mailed('paged');
    mailed('paged-too');
    const list = async (page: number) =>
      (await (
        await collector.call(`/api/v1/incidents?limit=1&page=${page}&rule=paged`)
      ).json()) as object;
    expect(await list(1)).toMatchObject({ incidents: [{ id: 'paged' }], nextPage: null });
    expect(await list(2)).toEqual({ incidents: [], nextPage: null });
    const all = await collector.call('/api/v1/incidents?limit=1');
    expect(await all.json()).toMatchObject({ nextPage: 2 });
  });
});
