import type { Text } from '../../kit/text.ts';
import type { Fact } from '../../wire/fact.ts';
import { goneFrom, type LastSearch, lastSearch } from '../../wire/last-search.ts';
import type { ConfiguredDevice } from '../probes/probe.ts';

/** What the agent's last search of its subnets gave. */
export interface SearchState {
  readonly last: LastSearch | undefined;
  /** Configured, and found neither by the search nor by their own probe. */
  readonly gone: readonly ConfiguredDevice[];
  /** Why it could not search. */
  readonly problem: Text | undefined;
}

/** From the newest fact of each series. */
export function searchState(
  facts: readonly Fact[],
  devices: readonly ConfiguredDevice[],
  problem: Text | undefined,
): SearchState {
  const last = lastSearch(facts);
  if (last === undefined) return { last, gone: [], problem };
  const up = upByDevice(facts);
  const gone = goneFrom(
    last,
    devices.map((device) => ({ ...device, up: up.get(device.id) })),
  );
  return { last, gone, problem };
}

function upByDevice(facts: readonly Fact[]): ReadonlyMap<string, boolean> {
  const up = new Map<string, boolean>();
  for (const { measurement, tags, fields } of facts)
    if (measurement === 'camera' || measurement === 'recorder')
      up.set(tags['device'] ?? '', fields['up'] === true);
  return up;
}
