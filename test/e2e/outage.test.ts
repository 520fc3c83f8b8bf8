import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SmtpCatcher } from '../smtp-catcher.ts';
import { type Started, startedCollector } from './started.ts';

const smtp = new SmtpCatcher();
let collector: Started;
let token: string;

beforeAll(async () => {
  const port = await smtp.listen(() => 'take');
  const mail = {
    from: 'hatang <hatang@hcm.edu.vn>',
    to: [{ address: 'truc@hcm.edu.vn', language: 'vi' }],
    smtp: `smtp://127.0.0.1:${port}`,
  };
  // A camera of its own waits a minute for others that go with it: too long for a test by the clock on the wall.
  const overrides = join(mkdtempSync(join(tmpdir(), 'hatang-rules-')), 'rules.yaml');
  writeFileSync(overrides, 'camera_offline: { gather: never }\n');
  collector = await startedCollector({ config: { mail, alerts: { rules: { overrides } } } });
  token = await collector.enrol('thcs-a');
});
afterAll(async () => {
  await collector.end();
  await smtp.close();
});

/** What an agent tells of one camera at one moment. */
async function tell(state: 'live' | 'unreachable', at = Date.now()): Promise<void> {
  const up = state === 'live';
  const answer = await collector.call('/api/v2/write?precision=ms', {
    token,
    body: [
      `device,device=cam-01,kind=camera name="Camera cổng",simulated=false,cadence_s=60 ${at}`,
      `camera,device=cam-01 up=${up},state="${state}" ${at}`,
    ].join('\n'),
  });
  expect(answer.status).toBe(204);
}

interface IncidentJson {
  readonly rule: string;
  readonly state: string;
  readonly acknowledgedBy: string | null;
}
const incidents = async () => {
  const answer = await collector.call('/api/v1/incidents?school=thcs-a');
  return ((await answer.json()) as { incidents: IncidentJson[] }).incidents;
};
const inbox = (count: number) =>
  vi.waitFor(() => expect(smtp.inbox).toHaveLength(count), { timeout: 8_000, interval: 50 });

describe('an outage, from the facts to the mail', () => {
  it('opens on two fresh observations, mails once, is acknowledged by the link in it, and mails the recovery in the same thread', async () => {
    await tell('unreachable', Date.now() - 3 * 86_400_000);
    await tell('unreachable', Date.now() - 3 * 86_400_000 + 60_000);
    expect(await incidents()).toEqual([]);
    await tell('unreachable');
    expect(await incidents()).toEqual([]);
    await tell('unreachable');
    expect(await incidents()).toMatchObject([{ rule: 'camera_offline', state: 'open' }]);
    await inbox(1);
    const link = /http\S+\/acknowledge\/\S+/.exec(smtp.inbox[0]?.text ?? '')?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(await incidents()).toMatchObject([{ acknowledgedBy: null }]);
    const headers = { Origin: new URL(link).origin };
    expect((await fetch(link, { method: 'POST', headers })).status).toBe(200);
    expect(await incidents()).toMatchObject([{ acknowledgedBy: 'truc@hcm.edu.vn' }]);
    await tell('unreachable');
    await tell('live');
    expect(await incidents()).toMatchObject([{ rule: 'camera_offline', state: 'resolved' }]);
    await inbox(2);
    const [opened, resolved] = smtp.inbox;
    expect(opened?.subject).toContain('Camera cổng mất tín hiệu');
    expect([resolved?.references].flat()).toContain(opened?.messageId);
  });
});
