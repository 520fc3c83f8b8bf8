import { seal } from '../../../agent/spool/seal.ts';
import { readAsked } from '../../../cli/simulate/asked.ts';
import { factsBetween, looksOf } from '../../../cli/simulate/looks.ts';
import { schoolsOf } from '../../../cli/simulate/members.ts';
import { epochMs } from '../../../kit/units.ts';
import type { BenchCollector } from '../ingest/collector.ts';

const HOUR_MS = 3_600_000;

/** All that one school's agent finds in so long until now, an hour a batch, oldest first. */
export async function fillSchool({ target, url }: BenchCollector, spanMs: number): Promise<void> {
  const asked = readAsked(['--collector', url, '--schools', '1']);
  if (!asked.ok) throw new Error(asked.problem);
  const now = Date.now();
  const [school] = schoolsOf(asked.value, epochMs(now));
  if (school === undefined) throw new Error('no school');
  const looks = looksOf(school);
  for (let from = now - spanMs; from < now; from += HOUR_MS) {
    const until = epochMs(Math.min(now, from + HOUR_MS));
    const { sealed } = seal(factsBetween(looks, school, { from: epochMs(from), until }));
    if (sealed === undefined) continue;
    const answer = await fetch(target.url, {
      method: 'POST',
      headers: { ...target.headersOf(0), 'content-encoding': 'gzip' },
      body: new Blob([new Uint8Array(sealed.payload)]),
    });
    if (answer.status !== 204) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}
