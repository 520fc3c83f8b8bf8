import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { Fact } from '../../wire/fact.ts';
import type { Program } from './program.ts';

export type Judge = (facts: readonly Fact[], now: EpochMs) => Promise<readonly Finding[]>;

/** Judges the school as the centre does. The standards are read when they are first asked for: an idle agent does without. */
export function openJudge(standards: Program['standards'], log: Log): Judge {
  let opened: Promise<(facts: readonly Fact[], now: EpochMs) => readonly Finding[]> | undefined;
  return async (facts, now) => {
    try {
      opened ??= load(standards);
      return (await opened)(facts, now);
    } catch (error) {
      opened = undefined;
      log.error({ problem: messageOf(error) }, 'nothing judged');
      return [];
    }
  };
}

async function load(open: Program['standards']) {
  const [standards, { judge }, { factEvidence }] = await Promise.all([
    open(),
    import('../../standards/judge.ts'),
    import('../../standards/fact-evidence.ts'),
  ]);
  return (facts: readonly Fact[], now: EpochMs) =>
    judge(standards, factEvidence(facts, now, { isSchoolTime }));
}

const HOUR_MS = 3_600_000;
/** Vietnam keeps no summer time. */
const LOCAL_OFFSET_MS = 7 * HOUR_MS;

/** Monday to Saturday, 07:00 to 17:00, as the centre's own default has it. By hand: Intl would cost an idle agent 6 MB. */
function isSchoolTime(at: EpochMs): boolean {
  const hours = Math.floor((at + LOCAL_OFFSET_MS) / HOUR_MS);
  const hour = hours % 24;
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(hours / 24) + 4) % 7;
  return weekday !== 0 && hour >= 7 && hour < 17;
}
