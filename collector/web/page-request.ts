import type { Markup } from '../../kit/html.ts';
import type { Speech } from '../../kit/say.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Sight } from '../report/views.ts';

/** What a page is asked with and what it answers: no Express in sight, so that pages stay values. */

export type Role = 'admin' | 'officer' | 'school';

export interface Caller {
  readonly name: string;
  readonly role: Role;
  /** The unit an officer or a school belongs to. */
  readonly unit?: string | undefined;
  /** Set where a person signed in, not a program with a token. */
  readonly user?: number | undefined;
  readonly sight: Sight;
}

export type Words = Readonly<Record<string, string>>;

export interface PageRequest {
  readonly params: Words;
  /** First value of each key. */
  readonly query: Words;
  /** Empty but for a posted form. */
  readonly form: Words;
  readonly caller: Caller | undefined;
  /** Handle of the caller's session, for signing out; no page shows it. */
  readonly session: string | undefined;
  /** Address of the other end, for slowing down password guessing. */
  readonly peer: string;
  /** What the other end says it is, for the list of sessions. */
  readonly browser: string;
  readonly speech: Speech;
  /** Bound to the session, or to a cookie of its own before sign-in. */
  readonly csrfToken: string;
  readonly now: EpochMs;
}

export interface PageAnswer {
  readonly status: number;
  readonly type: 'text/html; charset=utf-8' | 'text/csv; charset=utf-8';
  readonly body: Markup | string;
  readonly headers?: Words;
  /** Where to go instead: the answer is then 303 with this Location. */
  readonly redirect?: string;
}

export interface PageRoute {
  readonly method: 'GET' | 'POST';
  /** With `:name` segments, as Express and others read them. */
  readonly path: string;
  /** Already kept by `render`; told here for the documentation and the route tests. */
  readonly roles: readonly Role[] | 'everyone';
  render(request: PageRequest): Promise<PageAnswer>;
}

/** What every page is drawn with. */
export interface PageContext
  extends Pick<PageRequest, 'query' | 'caller' | 'speech' | 'csrfToken' | 'now'> {
  readonly version: string;
}
