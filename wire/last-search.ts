import type { EpochMs } from '../kit/units.ts';
import type { Fact } from './fact.ts';

/** A device that answered the last search of its agent. */
export interface FoundDevice {
  /** With the port it states, where it states one. */
  readonly address: string;
  readonly host: string;
  readonly endpoint: string | undefined;
  readonly name: string | undefined;
  readonly hardware: string | undefined;
  /** Id of the configured device; undefined: nobody configured it. */
  readonly configuredAs: string | undefined;
  /** Id of a configured device that it may be, at another address. */
  readonly movedFrom: string | undefined;
  readonly simulated: boolean;
}

export interface LastSearch {
  /** When the newest search of any agent ended. */
  readonly at: EpochMs;
  readonly found: readonly FoundDevice[];
}

/** What the newest search of each agent found, from the newest fact of each series; undefined before the first. */
export function lastSearch(facts: readonly Fact[]): LastSearch | undefined {
  const spans = facts
    .filter(({ measurement }) => measurement === 'discovery')
    .map(({ at, fields }) => ({ from: at - (numberIn(fields, 'duration_s') ?? 0) * 1_000, at }));
  const newest = spans.reduce<EpochMs | undefined>(
    (found, { at }) => (found === undefined || at > found ? at : found),
    undefined,
  );
  if (newest === undefined) return undefined;
  const found = facts
    .filter(
      ({ measurement, at }) =>
        measurement === 'found_device' && spans.some((span) => at >= span.from && at <= span.at),
    )
    .map(readFound)
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  return { at: newest, found };
}

function readFound({ tags, fields }: Fact): FoundDevice {
  // A second device behind one address carries its number: `192.168.1.9#2`.
  const [host = ''] = (tags['address'] ?? '').split('#');
  const port = numberIn(fields, 'port');
  return {
    address: port === undefined ? host : `${host}:${port}`,
    host,
    endpoint: wordIn(fields, 'endpoint'),
    name: wordIn(fields, 'name'),
    hardware: wordIn(fields, 'hardware'),
    configuredAs: wordIn(fields, 'configured_as'),
    movedFrom: wordIn(fields, 'moved_from'),
    simulated: fields['simulated'] === true,
  };
}

const wordIn = (fields: Fact['fields'], name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const numberIn = (fields: Fact['fields'], name: string): number | undefined => {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
};

/** Nobody configured these. */
export const notConfigured = ({ found }: LastSearch): readonly FoundDevice[] =>
  found.filter(({ configuredAs }) => configuredAs === undefined);

/** Configured cameras and recorders that neither the search nor their own probe found; one whose probe answers merely has discovery switched off. */
export function goneFrom<Device extends { readonly id: string; readonly kind: string }>(
  { found }: LastSearch,
  devices: readonly (Device & { readonly up: boolean | undefined })[],
): readonly Device[] {
  const seen = new Set(found.map(({ configuredAs }) => configuredAs));
  return devices.filter(
    ({ id, kind, up }) =>
      (kind === 'camera' || kind === 'recorder') && up === false && !seen.has(id),
  );
}
