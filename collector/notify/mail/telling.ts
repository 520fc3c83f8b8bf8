import type { Language } from '../../../kit/text.ts';
import type { Duty } from '../../alert/rule.ts';
import type { Notice, NoticeWords } from '../notice.ts';
import type { Scope } from './scope.ts';

export interface Reader {
  readonly language: Language;
  /** Undefined where they stand for nothing any more. */
  readonly duty: Duty | undefined;
  /** The unit or school they stand for; undefined: all schools. */
  readonly unitName: string | undefined;
}

/** A mail of its own about one incident. */
export interface Telling {
  readonly kind: 'opened' | 'resolved' | 'escalated';
  readonly notice: Notice;
  readonly scope: Scope;
  readonly words: NoticeWords;
  readonly reader: Reader;
  /** As it was told first, so that the thread keeps its subject. */
  readonly openingSubject: string | undefined;
  readonly publicUrl: string;
  readonly timeZone: string;
}
