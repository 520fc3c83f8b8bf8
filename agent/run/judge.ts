import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { Fact } from '../../wire/fact.ts';

export type Judge = (facts: readonly Fact[], now: EpochMs) => Promise<readonly Finding[]>;

/** Judges the school as the centre does. The standards are read when they are first asked for: an idle agent does without. */
export function openJudge(folder: string, log: Log): Judge {
  let opened: Promise<(facts: readonly Fact[], now: EpochMs) => readonly Finding[]> | undefined;
  return async (facts, now) => {
    try {
      opened ??= load(folder);
      return (await opened)(facts, now);
    } catch (error) {
      opened = undefined;
      log.error({ problem: messageOf(error) }, 'nothing judged');
      return [];
    }
  };
}

async function load(folder: string) {
  const [{ loadStandards, sayStandardProblems }, { judge }, { factEvidence }] = await Promise.all([
    import('../../standards/load-door.ts'),
    import('../../standards/judge.ts'),
    import('../../standards/fact-evidence.ts'),
  ]);
  const standards = await loadStandards(folder);
  if (!standards.ok) throw new Error(sayStandardProblems(standards.problem));
  return (facts: readonly Fact[], now: EpochMs) =>
    judge(standards.value, factEvidence(facts, now, { isSchoolTime }));
}

/** Monday to Saturday, 07:00 to 17:00, as the centre's own default has it. */
function isSchoolTime(at: EpochMs): boolean {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const parts = clock.formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  return part('weekday') !== 'Sun' && hour >= 7 && hour < 17;
}
