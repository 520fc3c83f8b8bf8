import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Started, startedCollector } from './started.ts';

let collector: Started;
let token: string;
let other: string;
beforeAll(async () => {
  collector = await startedCollector();
  token = await collector.enrol('thcs-a');
  other = await collector.enrol('thcs-b');
});
afterAll(() => collector.end());

const write = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  by = token,
) => collector.call('/api/v2/write?precision=ms', { token: by, body, headers });

const gzip = { 'Content-Encoding': 'gzip' };
const fps = async (school: string) => {
  const answer = await collector.call(
    `/api/v1/history?school=${school}&measurement=cpu&field=usage`,
  );
  const { series } = (await answer.json()) as {
    series: { tags: Record<string, string>; points: { value: number }[] }[];
  };
  return series.flatMap(({ points }) => points.map(({ value }) => value)).sort((a, b) => a - b);
};

describe('POST /api/v2/write', () => {
  it('answers 204 once every line is stored, and stores a batch sent twice once', async () => {
    const body = gzipSync(`cpu,host=one usage=11 ${Date.now()}`);
    const first = await write(body, { ...gzip, 'Idempotency-Key': 'a.1.1' });
    const again = await write(body, { ...gzip, 'Idempotency-Key': 'a.1.1' });
    expect([first.status, again.status]).toEqual([204, 204]);
    expect(again.headers.get('x-hatang-replayed')).toBe('true');
    expect((await fps('thcs-a')).filter((value) => value === 11)).toEqual([11]);
  });

  it('stores the good lines, refuses a line for another school, and names each bad line', async () => {
    const now = Date.now();
    const body = [
      `cpu,host=two usage=21 ${now}`,
      `cpu,host=two,school=thcs-b usage=22 ${now}`,
      'not a line',
      `cpu,host=two,school=thcs-a usage=23 ${now + 1}`,
    ].join('\n');
    const answer = await write(body);
    const problem = (await answer.json()) as {
      stored: number;
      refused: { line: number; reason: string }[];
    };
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.stored).toBe(2);
    expect(problem.refused.map(({ line }) => line)).toEqual([2, 3]);
    expect(problem.refused[0]?.reason).toContain('thcs-b');
    expect(await fps('thcs-a')).toEqual(expect.arrayContaining([21, 23]));
    expect(await fps('thcs-b')).toEqual([]);
  });

  it('stores nothing for a wrong, a missing or a reader’s token', async () => {
    const line = `cpu,host=three usage=31 ${Date.now()}`;
    const wrong = await write(line, {}, 'ht_wrong');
    const none = await collector.call('/api/v2/write', { token: undefined, body: line });
    const admin = await collector.call('/api/v2/write', { body: line });
    expect([wrong.status, none.status, admin.status]).toEqual([401, 401, 403]);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    expect(await fps('thcs-a')).not.toContain(31);
  });

  it.each([
    ['a body that is not gzip', Buffer.from('cpu usage=1'), 400],
    ['a truncated gzip', gzipSync('cpu usage=1 1').subarray(0, 20), 400],
    ['a gzip bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024)), 413],
    ['a body over the limit', Buffer.alloc(4 * 1024 * 1024 + 1), 413],
  ])('refuses %s with its status and keeps its memory', async (_what, body, status) => {
    const before = process.memoryUsage().rss;
    const answer = await write(body, gzip);
    expect(answer.status).toBe(status);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('takes what Telegraf sends: nanoseconds, no batch id, an organisation and a bucket', async () => {
    const line = `cpu,host=telegraf usage=41 ${Date.now()}000000`;
    const path = '/api/v2/write?org=x&bucket=y&precision=ns';
    const first = await collector.call(path, { token, body: line });
    const again = await collector.call(path, { token, body: line });
    expect([first.status, again.status]).toEqual([204, 204]);
    expect((await fps('thcs-a')).filter((value) => value === 41)).toEqual([41]);
  });

  it('lets an agent read its own config and nothing else', async () => {
    const config = await collector.call('/api/v1/agent/config', { token: other });
    const etag = config.headers.get('etag') ?? '';
    const same = await collector.call('/api/v1/agent/config', {
      token: other,
      headers: { 'If-None-Match': etag },
    });
    const readiness = await collector.call('/api/v1/readiness', { token: other });
    expect([config.status, same.status, readiness.status]).toEqual([200, 304, 403]);
  });
});
