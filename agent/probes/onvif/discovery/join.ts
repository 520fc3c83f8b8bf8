import { isInside, type Subnet } from '../../subnet.ts';
import type { FoundCamera } from './probe-match.ts';

/** A configured camera or recorder, with the address its name stands for now. */
export interface Configured {
  readonly id: string;
  readonly name: string;
  /** As configured. */
  readonly address: string;
  /** Undefined for a name that is not found. */
  readonly host: string | undefined;
  readonly port: number | undefined;
}

export interface Joined {
  readonly found: readonly { readonly camera: FoundCamera; readonly as: string | undefined }[];
  /** Configured inside the subnets, and no answer came from there. */
  readonly unanswered: readonly Configured[];
}

/** Who of the found is configured, and who of the configured was not found. */
export function joinFound(
  cameras: readonly FoundCamera[],
  configured: readonly Configured[],
  subnets: readonly Subnet[],
): Joined {
  const found = cameras.map((camera) => ({
    camera,
    as: configuredAt(
      camera,
      configured.filter(({ host }) => host === camera.address),
      cameras.filter(({ address }) => address === camera.address),
    )?.id,
  }));
  const answered = new Set(found.map(({ as }) => as));
  const unanswered = configured.filter(
    ({ id, host }) => host !== undefined && isInside(host, subnets) && !answered.has(id),
  );
  return { found, unanswered };
}

/**
 * The stated port decides where several share an address; else the address alone does, because stated
 * ports are often wrong.
 */
function configuredAt(
  camera: FoundCamera,
  candidates: readonly Configured[],
  neighbours: readonly FoundCamera[],
): Configured | undefined {
  const partner = candidates.find(({ port }) => port !== undefined && port === camera.port);
  if (partner !== undefined) return partner;
  const strangers = neighbours.filter(
    (other) => !candidates.some(({ port }) => port !== undefined && port === other.port),
  );
  if (strangers[0] !== camera) return undefined;
  const alone = neighbours.length === 1 && candidates.length === 1;
  return candidates.find(({ port }) => port === undefined) ?? (alone ? candidates[0] : undefined);
}
