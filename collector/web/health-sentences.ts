import { sayNumber, saySpan } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { days, type EpochMs, hours, type Ms } from '../../kit/units.ts';
import type { HealthView } from '../health/health-view.ts';
import type { Standing } from '../health/readiness.ts';
import { historyWaits, notices, troubles } from './words/health.ts';

/** One thing a person should know, and what to do about it. */
export interface HealthSentence {
  readonly severity: 'critical' | 'warning';
  readonly what: Text;
  readonly todo: Text;
  readonly since?: EpochMs | undefined;
  /** As the machine says it. */
  readonly detail?: string | undefined;
  readonly href?: string;
}

const FULL_SOON = days(30);
const BACKUP_OLD = days(2);
const MAIL_LATE = hours(1);

/** What is wrong first, then what is worth a look; empty where all is well. */
export function healthSentences(view: HealthView, now: EpochMs): readonly HealthSentence[] {
  return [...view.standing.flatMap(ofCheck), ...storage(view, now), ...work(view, now)].sort(
    (a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'),
  );
}

function ofCheck({ name, status, output, since }: Standing): readonly HealthSentence[] {
  if (status === 'pass') return [];
  const said = status === 'warn' && name === 'history' ? historyWaits : troubles[name];
  return [{ ...said, severity: status === 'fail' ? 'critical' : 'warning', since, detail: output }];
}

function storage({ fullIn, lastBackup }: HealthView, now: EpochMs): readonly HealthSentence[] {
  const found: HealthSentence[] = [];
  if (fullIn !== undefined && fullIn < FULL_SOON)
    found.push({ severity: 'warning', ...notices.fullSoon(inBoth(fullIn)) });
  if (lastBackup === 'none') found.push({ severity: 'warning', ...notices.noBackup });
  else if (lastBackup !== undefined && now - lastBackup > BACKUP_OLD)
    found.push({ severity: 'warning', ...notices.oldBackup, since: lastBackup });
  return found;
}

function work(
  { mails, agents, refusedLately }: HealthView,
  now: EpochMs,
): readonly HealthSentence[] {
  const found: HealthSentence[] = [];
  const { oldestQueuedAt, failed } = mails;
  if (failed > 0)
    found.push({ severity: 'warning', href: '/mails', ...counted(notices.mailsFailed, failed) });
  if (oldestQueuedAt !== undefined && now - oldestQueuedAt > MAIL_LATE)
    found.push({
      severity: 'warning',
      href: '/mails',
      since: oldestQueuedAt,
      ...notices.mailsWait,
    });
  if (agents.silent > 0)
    found.push({ severity: 'warning', href: '/', ...counted(notices.silent, agents.silent) });
  if (refusedLately > 0)
    found.push({
      severity: 'warning',
      href: '/dead-letters',
      ...counted(notices.refused, refusedLately),
    });
  return found;
}

/** Each language with its own form of the number. */
function counted(say: (count: string) => Said, count: number): Said {
  const vi = say(sayNumber(count, { language: 'vi' }));
  const en = say(sayNumber(count, { language: 'en' }));
  return { what: { vi: vi.what.vi, en: en.what.en }, todo: vi.todo };
}

type Said = Pick<HealthSentence, 'what' | 'todo'>;

export const inBoth = (span: Ms): Text => ({
  vi: saySpan(span, { language: 'vi' }),
  en: saySpan(span, { language: 'en' }),
});
