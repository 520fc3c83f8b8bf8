import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { CompiledStandard } from '../../standards/compile.ts';
import type { Finding } from '../../standards/finding.ts';
import type { AgentSettings, Lessons } from '../../wire/agent-config.ts';
import type { Fact } from '../../wire/fact.ts';
import type { Program } from './program.ts';

export type Judge = (facts: readonly Fact[], now: EpochMs) => Promise<readonly Finding[]>;

/** Judges the school as the centre does. The standards are read when they are first asked for: an idle agent does without. */
export function openJudge(
  standards: Program['standards'],
  rules: AgentSettings['standards'],
  log: Log,
): Judge {
  let opened: Promise<(facts: readonly Fact[], now: EpochMs) => readonly Finding[]> | undefined;
  return async (facts, now) => {
    try {
      opened ??= load(standards, rules);
      return (await opened)(facts, now);
    } catch (error) {
      opened = undefined;
      log.error({ problem: messageOf(error) }, 'nothing judged');
      return [];
    }
  };
}

async function load(open: Program['standards'], rules: AgentSettings['standards']) {
  const [standards, { judge }, { factEvidence }] = await Promise.all([
    openAsTheCentre(open, rules?.overrides),
    import('../../standards/judge.ts'),
    import('../../standards/fact-evidence.ts'),
  ]);
  const isSchoolTime = within(rules?.school_hours ?? DEFAULT_HOURS);
  return (facts: readonly Fact[], now: EpochMs) =>
    judge(standards, factEvidence(facts, now, { isSchoolTime }));
}

/** The standards that came with the program, with what the centre changes in them; throws where that does not fit. */
export async function openAsTheCentre(
  open: Program['standards'],
  overrides: unknown,
): Promise<readonly CompiledStandard[]> {
  const shipped = await open();
  if (overrides === undefined) return shipped;
  const { overriddenBy } = await import('../../standards/overridden.ts');
  const standards = await overriddenBy(shipped, overrides);
  if (standards.ok) return standards.value;
  throw new Error(
    standards.problem.map(({ file, path, message }) => `${file}.${path}: ${message}`).join('; '),
  );
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** Vietnam keeps no summer time. */
const LOCAL_OFFSET_MINUTES = 7 * 60;

/** Monday to Saturday, 07:00 to 17:00, as the centre's own default has it. */
const DEFAULT_HOURS: Lessons = { days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '17:00' };

/** By hand: Intl would cost an idle agent 6 MB. */
function within({ days, from, to }: Lessons): (at: EpochMs) => boolean {
  const [first, last] = [minuteOf(from), minuteOf(to)];
  return (at) => {
    const minutes = Math.floor(at / MINUTE_MS) + LOCAL_OFFSET_MINUTES;
    const minute = minutes % DAY_MINUTES;
    // 1 January 1970 was a Thursday.
    const weekday = ((Math.floor(minutes / DAY_MINUTES) + 3) % 7) + 1;
    return days.includes(weekday) && minute >= first && minute < last;
  };
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
