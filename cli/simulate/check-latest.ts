/** What pages and judging read: the newest fact of each series, and when each school was last heard of. */
import * as z from 'zod';
import type { Fact } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';

/** Asks the collector as an admin; throws where it does not answer 200. */
export type Ask = (path: string) => Promise<unknown>;

const SchoolAnswer = z.object({
  devices: z.array(
    z.object({
      facts: z.array(
        z.object({
          measurement: z.string(),
          tags: z.record(z.string(), z.string()),
          at: z.iso.datetime(),
        }),
      ),
    }),
  ),
});
const Readiness = z.object({
  schools: z.array(z.object({ id: z.string(), lastSeen: z.string().nullable() })),
});

/** Counts the series that were acknowledged of configured devices, and those that are shown older, or not at all. */
export async function checkLatest(
  ask: Ask,
  { school, acknowledged }: { readonly school: string; readonly acknowledged: readonly Fact[] },
  found: { latest: number; stale: number },
): Promise<void> {
  const answer = await ask(`/api/v1/schools/${encodeURIComponent(school)}`);
  const facts = SchoolAnswer.parse(answer).devices.flatMap((device) => device.facts);
  const shown = new Map(facts.map((fact) => [seriesKey(fact), Date.parse(fact.at)]));
  for (const [series, at] of newestOf(acknowledged)) {
    found.latest += 1;
    if ((shown.get(series) ?? 0) < at) found.stale += 1;
  }
}

function newestOf(facts: readonly Fact[]): ReadonlyMap<string, number> {
  const inventory = facts.filter(({ measurement }) => measurement === 'device');
  const configured = new Set(inventory.map(({ tags }) => tags['device']));
  const newest = new Map<string, number>();
  for (const fact of facts) {
    if (fact.measurement === 'device' || !configured.has(fact.tags['device'])) continue;
    const series = seriesKey(fact);
    if (fact.at > (newest.get(series) ?? 0)) newest.set(series, fact.at);
  }
  return newest;
}

/** Of the schools that had something acknowledged, those that are not shown as heard of. */
export async function unseen(ask: Ask, heard: readonly string[]): Promise<readonly string[]> {
  const { schools } = Readiness.parse(await ask('/api/v1/readiness'));
  const seen = new Set(schools.filter(({ lastSeen }) => lastSeen !== null).map(({ id }) => id));
  return heard.filter((id) => !seen.has(id));
}
