import type { Summary } from '../../standards/summary.ts';
import type { CoreParts } from '../core.ts';

/** What the thread that judges is started with. */
export interface JudgeStart {
  readonly folder: string;
  readonly config: CoreParts['config'];
}

export type FromJudge =
  | { readonly kind: 'ready' }
  | { readonly kind: 'judged'; readonly school: string; readonly summary: Summary }
  | { readonly kind: 'failed'; readonly school: string; readonly problem: string };
