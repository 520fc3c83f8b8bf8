import type { Log } from '../../../kit/log.ts';
import { days, type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import type { Device } from '../../../standards/evidence.ts';
import type { Verdict } from '../../../standards/finding.ts';
import type { Calendar } from '../../calendar/calendar.ts';
import { wallTime } from '../../calendar/wall-time.ts';
import type { Sql } from '../../store/sql.ts';
import { composeDaily } from './compose-daily.ts';
import { composeWeekly } from './compose-weekly.ts';
import { dailyContent, isEmpty } from './content.ts';
import type { PressOrder } from './digests.ts';
import { type LineFigures, lineFigures } from './line-week.ts';
import type { DigestOptions } from './options.ts';
import type { Picture } from './picture.ts';
import type { Press } from './press.ts';
import { Progress } from './progress.ts';
import { type PictureSources, readPicture } from './read-picture.ts';
import type { Issue, Names, Reader, RuleName } from './reader.ts';
import { newLog, noted, type ReadinessLog, readLog, verdictsAt } from './readiness-log.ts';
import type { Saying } from './say.ts';
import { isEmptyWeek, weeklyContent } from './weekly.ts';

type NamedDevice = Pick<Device, 'id' | 'name' | 'simulated'>;

export interface PressParts extends PictureSources {
  readonly options: DigestOptions;
  readonly timeZone: string;
  /** Over `facts.db`. */
  readonly facts: Sql;
  readonly calendar: Pick<Calendar, 'isSchoolDay'>;
  readonly rule: (id: string) => RuleName;
  readonly devices: (school: string) => readonly NamedDevice[];
  readonly publicUrl: () => string;
  readonly log: Log;
}

const READINESS = 'digest:readiness';
const READINESS_KEPT: Ms = days(22);
const WEEK: Ms = days(7);

/** What the presses of all slots share: how readiness was, and how things are called. */
export class Presses {
  readonly #parts: PressParts;
  readonly #progress: Progress;

  constructor(parts: PressParts) {
    this.#parts = parts;
    this.#progress = new Progress(parts.sql);
  }

  begin(now: EpochMs): void {
    const verdicts = [...this.#parts.judged()].map(
      ([id, { basic }]) => [id, basic.verdict] as const,
    );
    this.#note(this.#log(now), new Map(verdicts), now);
  }

  async press(order: PressOrder): Promise<Press> {
    const { kind, now, toldUpTo } = order;
    const weekAgo = epochMs(now - WEEK);
    const since = kind === 'weekly' ? weekAgo : toldUpTo;
    const seen = await readPicture(this.#parts, since, now);
    const log = this.#log(now);
    this.#note(log, verdictsOf(seen), now);
    const told = { picture: seen, names: this.#names() };
    if (kind === 'daily') return this.#daily(order, { ...told, log });
    const lines = await this.#lines(order, weekAgo);
    return this.#weekly({ ...told, log, lines, weekAgo });
  }

  #daily(order: PressOrder, { picture, names, log }: Seen): Press {
    const { options, calendar } = this.#parts;
    const dayOff = options.days === 'school' && !calendar.isSchoolDay(order.due.slot.day);
    const before = rememberingVerdicts(log);
    return {
      from: (told) => told ?? order.lastMade,
      print: (reader, issue) => {
        const content = dailyContent({ picture, names, before: before(issue.from) }, reader, issue);
        if (dayOff && !content.urgent) return { kind: 'waits' };
        if (isEmpty(content) && options.empty === 'skip') return { kind: 'nothing' };
        const letter = composeDaily(content, dayOff, this.#saying(reader, issue));
        return { kind: 'send', letter };
      },
    };
  }

  #weekly({ picture, names, log, lines, weekAgo }: SeenWeek): Press {
    const before = verdictsAt(log, weekAgo);
    const told = { picture, names, before, lines, knowsBefore: log.begun <= weekAgo };
    return {
      from: () => weekAgo,
      print: (reader, issue) => {
        const content = weeklyContent(told, reader, issue);
        if (isEmptyWeek(content) && this.#parts.options.empty === 'skip')
          return { kind: 'nothing' };
        return { kind: 'send', letter: composeWeekly(content, this.#saying(reader, issue)) };
      },
    };
  }

  /** Of every school that a reader asks about, over the seven days before today. */
  async #lines(
    { readers, now }: PressOrder,
    weekAgo: EpochMs,
  ): Promise<ReadonlyMap<string, LineFigures>> {
    const { facts, timeZone, turn } = this.#parts;
    const shown = wallTime(timeZone);
    const span = {
      first: shown(weekAgo).day,
      last: shown(epochMs(now - days(1))).day,
      from: weekAgo,
      to: now,
    };
    const found = new Map<string, LineFigures>();
    for (const school of new Set(readers.flatMap(({ schools }) => [...schools]))) {
      if (found.size % SCHOOLS_A_TURN === 0) await turn();
      found.set(school, lineFigures(facts, school, span));
    }
    return found;
  }

  #names(): Names {
    const { rule, devices } = this.#parts;
    const known = new Map<string, ReadonlyMap<string, NamedDevice>>();
    return {
      rule,
      device(school, device) {
        const own = known.get(school) ?? new Map(devices(school).map((one) => [one.id, one]));
        known.set(school, own);
        return own.get(device) ?? { name: device, simulated: false };
      },
    };
  }

  #saying(reader: Reader, issue: Issue): Saying {
    const { timeZone, publicUrl } = this.#parts;
    const speech = { language: reader.language, timeZone };
    return { speech, reader, issue, publicUrl: publicUrl() };
  }

  #log(now: EpochMs): ReadinessLog {
    const kept = this.#progress.get(READINESS);
    return (kept && readLog(kept.detail)) ?? newLog(now);
  }

  #note(log: ReadinessLog, verdicts: ReadonlyMap<string, Verdict>, now: EpochMs): void {
    const next = noted(log, verdicts, now, READINESS_KEPT);
    this.#progress.put(READINESS, now, JSON.stringify(next));
  }
}

const SCHOOLS_A_TURN = 50;

interface Seen {
  readonly picture: Picture;
  readonly names: Names;
  readonly log: ReadinessLog;
}
interface SeenWeek extends Seen {
  readonly lines: ReadonlyMap<string, LineFigures>;
  readonly weekAgo: EpochMs;
}

function verdictsOf({ schools }: Picture): ReadonlyMap<string, Verdict> {
  return new Map(
    [...schools.values()].flatMap(({ id, verdict }) =>
      verdict === undefined ? [] : [[id, verdict] as const],
    ),
  );
}

/** Most readers were told at the same moment. */
function rememberingVerdicts(log: ReadinessLog): (at: EpochMs) => ReadonlyMap<string, Verdict> {
  const known = new Map<number, ReadonlyMap<string, Verdict>>();
  return (at) => {
    const then = known.get(at) ?? verdictsAt(log, at);
    known.set(at, then);
    return then;
  };
}
