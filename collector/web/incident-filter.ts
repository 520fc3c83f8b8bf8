import { SEVERITIES } from '../alert/rule.ts';
import type { IncidentFilter } from '../report/incident-view.ts';
import { zonedMidnight } from '../store/zoned-day.ts';
import { dayEnd, isDay } from './audit-filter.ts';
import type { PageRequest } from './page-request.ts';

export interface IncidentsAsked {
  readonly filter: Omit<IncidentFilter, 'sight' | 'limit' | 'offset'>;
  /** From 1. */
  readonly page: number;
}

const oneOf = <Word extends string>(words: readonly Word[], word: string | undefined) =>
  words.find((known) => known === word);

/** What the address of the list asks for; what it can't read it leaves out. */
export function incidentsAsked({
  query,
  speech: { timeZone },
}: Pick<PageRequest, 'query' | 'speech'>): IncidentsAsked {
  const { from, to, acknowledged, q } = query;
  const page = Number(query['page'] ?? '1');
  return {
    filter: {
      state: oneOf(['open', 'resolved'] as const, query['state']),
      school: query['school'] || undefined,
      unit: query['unit'] || undefined,
      rule: query['rule'] || undefined,
      severity: oneOf(SEVERITIES, query['severity']),
      from: isDay(from) ? zonedMidnight(timeZone)(from) : undefined,
      to: isDay(to) ? dayEnd(to, timeZone) : undefined,
      acknowledged:
        acknowledged === 'yes' || acknowledged === 'no' ? acknowledged === 'yes' : undefined,
      words: q?.trim().slice(0, 100) || undefined,
    },
    page: Number.isSafeInteger(page) && page > 0 && page <= 100_000 ? page : 1,
  };
}
