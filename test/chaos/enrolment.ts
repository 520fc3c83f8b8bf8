/** Who may write: senders and the agent get their tokens as schools do, and get others when they are revoked. */
import { AGENT, hatang, type Parts, TOKEN } from './arm-parts.ts';
import { KEPT_AS_NUMBER, type Sender } from './sender.ts';
import { until } from './waits.ts';

const PATIENCE_MS = 60_000;

type Place = Pick<Parts, 'collectorUrl'>;

/** A new token; the one before is worth nothing from now on. */
export async function enrolSender(
  place: Place,
  { school, agent }: { readonly school: string; readonly agent: string },
): Promise<string> {
  let token = '';
  await until(PATIENCE_MS, async () => {
    const code = await codeFor(place, school);
    const enrolled = await post(place, '/api/v1/enroll', { code, agent });
    token = `${enrolled['token'] ?? ''}`;
    return token !== '';
  });
  return token;
}

/** By the command a teacher uses. */
export async function enrolAgent(parts: Parts): Promise<void> {
  const { folder, collectorUrl, agentDisk } = parts;
  await until(PATIENCE_MS, async () => {
    const code = await codeFor(parts, AGENT.school);
    if (code === '') return false;
    const args = ['agent', 'enroll', '--collector', collectorUrl, '--code', code];
    const place = ['--data', agentDisk.folder, '--agent', AGENT.agent];
    const enrolling = hatang(folder, 'enroll', [...args, ...place], {
      env: {},
      ready: () => !enrolling.isRunning,
    });
    await enrolling.startReady();
    return enrolling.troubles.every((trouble) => trouble.endsWith(' 0'));
  });
}

/** From now on the database keeps this field as a number, and refuses words in it. */
export async function settleType(
  { database, collectorUrl }: Parts,
  first: Sender | undefined,
): Promise<void> {
  if (database === undefined || first === undefined) return;
  const answer = await fetch(`${collectorUrl}/api/v2/write?precision=ms`, {
    method: 'POST',
    headers: { Authorization: `Token ${first.token}` },
    body: `${KEPT_AS_NUMBER},device=first value=1.5 ${first.stampOfPoison}`,
  });
  if (answer.status !== 204) throw new Error(`the first line gave ${answer.status}`);
  const { school } = first.name;
  const query = new URLSearchParams({ school, measurement: KEPT_AS_NUMBER, field: 'value' });
  await until(PATIENCE_MS, async () => {
    const found = await fetch(`${collectorUrl}/api/v1/history?${query}`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    return (await found.text()).includes('1.5');
  });
}

async function codeFor(place: Place, school: string): Promise<string> {
  const made = await post(place, '/api/v1/enrolment-codes', { school, name: `Trường ${school}` });
  return `${made['code'] ?? ''}`;
}

async function post(place: Place, path: string, body: object): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(place.collectorUrl + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(3_000),
    });
    return answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
  } catch {
    // Down for the moment: whoever asks tries again.
    return {};
  }
}
