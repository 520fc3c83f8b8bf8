import type { EpochMs } from '../../../../kit/units.ts';

/** What was seen in one second: what the judging of outages is a function of. */

/** `refused`: something at the address said no at once, so the way to it is whole. */
export type Answer = 'answered' | 'refused' | 'silent';

export interface FarEnd {
  /** `target:center`, `service:portal` */
  readonly subject: string;
  readonly kind: 'collector' | 'portal';
  /** Asked every second; the others now and then, and their newest answer stands until the next. */
  readonly eachSecond: boolean;
  /** Undefined before the first answer is due. */
  readonly answer: Answer | undefined;
  /** The second in which it was asked. */
  readonly askedAt: EpochMs;
  /** With the first answer after unanswered questions: how many those were, and how many of them had arrived. */
  readonly lost?: { readonly asked: number; readonly arrived: number };
}

export interface NameAsked {
  readonly answered: boolean;
  readonly askedAt: EpochMs;
}

export interface Second {
  /** Whole seconds. */
  readonly at: EpochMs;
  readonly farEnds: readonly FarEnd[];
  readonly name: NameAsked | undefined;
  /** The port to the router has a carrier; undefined where nobody can say. */
  readonly port: boolean | undefined;
  /** The router is alive; undefined where nobody can say. */
  readonly router: boolean | undefined;
}
