import type { Clock } from '../../../../kit/clock.ts';
import type { Text } from '../../../../kit/text.ts';
import { bytes, seconds } from '../../../../kit/units.ts';
import type { CameraInspection } from '../inspection.ts';
import type { Credentials } from '../soap/digest.ts';
import { type Difference, differencesOf } from './differences.ts';
import type { ChildLimits, ChildOutcome, runChild } from './run-child-door.ts';
import { type Line, type OtherView, toView } from './view.ts';

/** The same camera through the npm client `onvif`. Null is what it did not come to. */
export interface Comparison {
  readonly library: string | null;
  /** The other client came to its end without an error of its own. */
  readonly ok: boolean;
  readonly elapsed_ms: number;
  /** `held_back`: refused to us, so it was not sent a second time. */
  readonly login: 'sent' | 'held_back' | 'none';
  readonly view: OtherView | null;
  readonly differences: readonly Difference[];
  readonly error: string | null;
}

/** An inspection, with the other view behind it where that was asked for. */
export type Compared = CameraInspection & { readonly compare?: Comparison };

export interface ComparisonOrder {
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limits?: ChildLimits;
  /** Undefined where the other client is not carried. */
  readonly script: string | undefined;
  readonly run: typeof runChild;
}

/** A body comes in faster than it is looked at: 256 MiB is what it really reaches, 900 MB without this. */
const LIMITS: ChildLimits = { deadline: seconds(20), maxRss: bytes(224 * 1024 * 1024) };

/** In both languages: it stands in a document that has no language. */
export const NOT_CARRIED: Text = {
  vi: 'bản tác nhân một tệp không mang theo thư viện onvif, nên không so sánh được',
  en: 'the one-file agent does not carry the library onvif, so there is nothing to compare with',
};

/** What the other client makes of a camera that was just inspected. Never throws for what it does. */
export async function compare(ours: CameraInspection, order: ComparisonOrder): Promise<Comparison> {
  const { host, port, credentials, clock, signal, script, run, limits = LIMITS } = order;
  const isHeldBack = credentials !== undefined && ours.auth === 'failed';
  const login = credentials === undefined ? 'none' : isHeldBack ? 'held_back' : 'sent';
  if (script === undefined)
    return { ...NOTHING, login, error: `${NOT_CARRIED.vi} / ${NOT_CARRIED.en}` };
  const startedAt = clock.elapsed();
  // A camera locks an account after a few refusals, and the other client would earn five.
  const account = login === 'sent' ? credentials : undefined;
  const outcome = await run(script, { host, port, ...account }, { ...limits, signal });
  const library = outcome.lines.flatMap((line) => ('library' in line ? [line.library] : []))[0];
  const view = toView(outcome.lines);
  const connected = outcome.lines.some((line) => 'connected' in line);
  const error = problemOf(outcome, limits);
  return {
    library: library ?? null,
    ok: connected && error === null,
    elapsed_ms: Math.round(clock.elapsed() - startedAt),
    login,
    view: outcome.lines.some(isNews) ? view : null,
    differences: differencesOf(ours, { connected, view }),
    error: error === null ? null : withoutSecrets(error, credentials),
  };
}

const NOTHING: Omit<Comparison, 'login' | 'error'> = {
  ...{ library: null, ok: false, elapsed_ms: 0, view: null, differences: [] },
};

const isNews = (line: Line): boolean =>
  'offset_s' in line || 'identity' in line || 'profiles' in line || 'recordings' in line;

function problemOf({ end, lines }: ChildOutcome, { deadline, maxRss }: ChildLimits): string | null {
  const errors = lines.flatMap((line) => ('error' in line ? [line.error] : []));
  const said = errors.map(({ step, message }) => `${step}: ${message}`).join('; ');
  switch (end) {
    case 'done':
      return said === '' ? null : said;
    case 'deadline':
      return `no end within ${deadline / 1_000} s: stopped`;
    case 'memory':
      return `more than ${Math.round(maxRss / 1024 ** 2)} MiB of memory: stopped`;
    case 'too_much':
      return 'more output than it may give: stopped';
    case 'stopped':
      return 'stopped';
    default:
      return said === '' ? 'it ended without a word' : said;
  }
}

/** A library may put what it was given into its errors. */
function withoutSecrets(text: string, credentials: Credentials | undefined): string {
  const { password } = credentials ?? { password: '' };
  return (password === '' ? text : text.replaceAll(password, '…')).slice(0, 300);
}
