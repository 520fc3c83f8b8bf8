import type { Text } from '../../../kit/text.ts';
import { type EpochMs, type Ms, ms } from '../../../kit/units.ts';
import type { Notice } from '../../notify/notice.ts';
import type { Duty, Severity } from '../rule.ts';

/** What would have been told, an incident a piece. */
export interface TriedIncident {
  readonly id: string;
  readonly rule: string;
  readonly title: Text;
  readonly severity: Severity;
  /** `digest`: no mail of its own. */
  readonly tell: 'at_once' | 'digest';
  readonly duties: readonly Duty[];
  readonly schools: readonly string[];
  /** How many devices, or schools, it came to be about. */
  readonly members: number;
  readonly headline: Text;
  readonly cause: Text;
  /** When it went wrong, when it would have been told, when it was right again. */
  readonly since: EpochMs;
  readonly toldAt: EpochMs;
  readonly overAt: EpochMs | undefined;
  readonly lasted: Ms | undefined;
}

/** Collects notices, of those incidents alone that opened from a moment on. */
export class Told {
  readonly #from: EpochMs;
  readonly #incidents = new Map<string, TriedIncident>();

  constructor(from: EpochMs) {
    this.#from = from;
  }

  accept(notice: Notice): void {
    const known = this.#incidents.get(notice.incident);
    if (known === undefined && (notice.kind !== 'opened' || notice.at < this.#from)) return;
    this.#incidents.set(notice.incident, triedOf(notice, known));
  }

  /** In the order they were told. */
  get incidents(): readonly TriedIncident[] {
    return [...this.#incidents.values()];
  }
}

function triedOf(notice: Notice, known: TriedIncident | undefined): TriedIncident {
  const {
    incident: id,
    rule,
    title,
    severity,
    tell,
    duties,
    members,
    openedAt,
    resolvedAt,
  } = notice;
  const words = notice.words(members);
  return {
    ...{ id, rule, title, severity, tell, duties, members: members.length },
    schools: [...new Set(members.map(({ school }) => school?.id ?? ''))],
    headline: words.headline,
    cause: words.cause,
    since: openedAt,
    toldAt: known?.toldAt ?? notice.at,
    overAt: resolvedAt,
    lasted: resolvedAt === undefined ? undefined : ms(resolvedAt - openedAt),
  };
}

/** Of each told at once an opening, and a recovery where it is over: to every person of its duties. */
export function mailsOf(incidents: readonly TriedIncident[]): number {
  return incidents
    .filter(({ tell }) => tell === 'at_once')
    .reduce((sum, { overAt }) => sum + (overAt === undefined ? 1 : 2), 0);
}
