import { createHash } from 'node:crypto';
import { NO_VERSION, type SentSettings, type WrittenSettings } from '../../wire/agent-config.ts';

/** One version among those that hold for a school. */
export interface Layer {
  readonly number: number;
  readonly settings: WrittenSettings;
}

export interface Composed {
  readonly version: string;
  readonly settings: SentSettings;
}

/** The centre's own rules of judging, which go to every agent. */
export type OwnRules = SentSettings['standards'];

const OWN = 'c';

/**
 * The layers as one, the most special last: of each key its word holds. The version names what it was made of and what came out,
 * `c+1+4-9f3a01c2`: an agent that sees another name sees other settings, whatever was withdrawn, moved or restored.
 */
export function compose(layers: readonly Layer[], own: OwnRules): Composed {
  const told = layers.filter(({ settings }) => Object.keys(settings).length > 0);
  const settings: SentSettings = {
    ...told.reduce<WrittenSettings>((general, layer) => over(general, layer.settings), {}),
    ...(own === undefined ? {} : { standards: own }),
  };
  const parts = [...(own === undefined ? [] : [OWN]), ...told.map(({ number }) => number)];
  if (parts.length === 0) return { version: NO_VERSION, settings: {} };
  const sum = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8);
  return { version: `${parts.join('+')}-${sum}`, settings };
}

/** What a version was made of. */
export function partsOf(version: string): {
  readonly own: boolean;
  readonly numbers: readonly number[];
} {
  const parts = version === NO_VERSION ? [] : (version.split('-')[0]?.split('+') ?? []);
  return { own: parts[0] === OWN, numbers: parts.filter((part) => /^\d+$/.test(part)).map(Number) };
}

/** Sections key by key; what stands below `uplink.bandwidth` too, since it is a section of its own. */
function over(general: WrittenSettings, special: WrittenSettings): WrittenSettings {
  const { uplink } = general;
  const bandwidth = { ...uplink?.bandwidth, ...special.uplink?.bandwidth };
  const merged = Object.fromEntries(
    [...new Set([...Object.keys(general), ...Object.keys(special)])].sort().map((name) => {
      const [below, above] = [sectionOf(general, name), sectionOf(special, name)];
      return [name, { ...below, ...above }];
    }),
  );
  return Object.keys(bandwidth).length === 0
    ? merged
    : { ...merged, uplink: { ...uplink, ...special.uplink, bandwidth } };
}

const sectionOf = (settings: WrittenSettings, name: string): object | undefined =>
  Object.entries(settings).find(([key]) => key === name)?.[1];
