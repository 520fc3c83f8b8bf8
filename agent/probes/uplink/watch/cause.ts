import { OUTAGE_KINDS, type OutageKind } from '../../../../wire/outage.ts';
import type { FarEnd, Second } from './second.ts';

/** Why no far end answered in a second, as far as this second says it. */
export interface Cause {
  readonly kind: OutageKind;
  readonly why: string;
}

export function causeOf({ port, router }: Pick<Second, 'port' | 'router'>): Cause {
  if (port === false) return { kind: 'local_network', why: 'no network port is up' };
  if (router === false) return { kind: 'router', why: 'the router is silent' };
  return {
    kind: 'line',
    why: router === true ? 'the router answers' : 'nothing known of a router',
  };
}

/** A dead router explains a dead line, and a dead network a dead router. */
export const moreTelling = (one: Cause, other: Cause): Cause =>
  OUTAGE_KINDS.indexOf(other.kind) < OUTAGE_KINDS.indexOf(one.kind) ? other : one;

/** Fewer questions than this prove nothing of a direction. */
const QUESTIONS = 3;
const MOST = 0.8;

/** The far end had nearly all that was asked in vain: what was lost were its answers. */
export function oneWay(farEnds: readonly FarEnd[]): Cause | undefined {
  const telling = farEnds
    .flatMap(({ lost }) => lost ?? [])
    .filter(({ asked }) => asked >= QUESTIONS)
    .toSorted((a, b) => b.asked - a.asked)
    .at(0);
  if (telling === undefined || telling.arrived < MOST * telling.asked) return undefined;
  return {
    kind: 'one_way',
    why: `${telling.arrived} of ${telling.asked} unanswered questions had arrived`,
  };
}
