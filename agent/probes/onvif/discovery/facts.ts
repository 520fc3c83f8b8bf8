import type { EpochMs, Ms } from '../../../../kit/units.ts';
import type { Fact } from '../../../../wire/fact.ts';
import type { Joined } from './join.ts';
import type { FoundCamera } from './probe-match.ts';

const FOUND_FACTS_AT_MOST = 256;

export interface Search {
  readonly agent: string;
  readonly simulated: boolean;
  readonly joined: Joined;
  readonly movedFrom: (endpoint: string | undefined) => string | undefined;
  readonly took: Ms;
  readonly at: EpochMs;
}

/** One fact of the search, one of each device that answered; strangers first, should there be too many. */
export function discoveryFacts(search: Search): readonly Fact[] {
  const { agent, joined, took, at } = search;
  const { found, unanswered } = joined;
  const summary: Fact = {
    measurement: 'discovery',
    tags: { device: agent },
    fields: {
      found: found.length,
      unconfigured: found.filter(({ as }) => as === undefined).length,
      unanswered: unanswered.length,
      duration_s: took / 1_000,
    },
    at,
  };
  const places = placesOf(found.map(({ camera }) => camera));
  const each = found.toSorted((a, b) => Number(a.as !== undefined) - Number(b.as !== undefined));
  return [
    summary,
    ...each.slice(0, FOUND_FACTS_AT_MOST).map((one) => foundFact(one, search, places)),
  ];
}

/**
 * `192.168.1.9`; the second behind one address is `192.168.1.9#2`. Not by its port, which it states
 * as it likes: each new one would open a series for ever.
 */
function placesOf(cameras: readonly FoundCamera[]): ReadonlyMap<FoundCamera, string> {
  const seen = new Map<string, number>();
  return new Map(
    cameras.map((camera) => {
      const nth = (seen.get(camera.address) ?? 0) + 1;
      seen.set(camera.address, nth);
      return [camera, nth === 1 ? camera.address : `${camera.address}#${nth}`];
    }),
  );
}

function foundFact(
  { camera, as }: Joined['found'][number],
  { movedFrom, simulated, at }: Search,
  places: ReadonlyMap<FoundCamera, string>,
): Fact {
  const { address, port, endpoint, name, hardware, types } = camera;
  const moved = as === undefined ? movedFrom(endpoint) : undefined;
  return {
    measurement: 'found_device',
    tags: { address: places.get(camera) ?? address },
    fields: {
      configured_as: as ?? '',
      ...(port === undefined ? {} : { port }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(name === undefined ? {} : { name }),
      ...(hardware === undefined ? {} : { hardware }),
      ...(types.length === 0 ? {} : { types: types.join(' ') }),
      ...(moved === undefined ? {} : { moved_from: moved }),
      simulated,
    },
    at,
  };
}
