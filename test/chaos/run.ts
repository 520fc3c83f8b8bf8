/** One run over one arm: hurt it as the plan says, heal it, and compare what is there with what is owed. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { type AgentVerdict, judgeAgent } from './agent-verdict.ts';
import { Arm } from './arm.ts';
import { AGENT, TOKEN } from './arm-parts.ts';
import { DEEDS } from './deeds.ts';
import {
  type ArmKind,
  type Fault,
  type FaultKind,
  faultsOf,
  type Plan,
  shareOf,
} from './faults.ts';
import { factIn, factName } from './spool-watch.ts';
import { keptIn, pointsOf, readStored, type Stored } from './stored.ts';
import { isClean, judge, type Verdict } from './verdict.ts';
import { pause, until } from './waits.ts';

export interface Report {
  readonly arm: ArmKind;
  readonly plan: Plan;
  readonly byKind: ReadonlyMap<FaultKind, number>;
  readonly ids: Readonly<Record<'claimed' | 'acknowledged' | 'refused' | 'poison', number>>;
  readonly verdict: Verdict;
  /** Facts that the real agent was ever seen to have spooled. */
  readonly agentOwed: number;
  readonly agent: AgentVerdict;
  /** Programs that ended by themselves, checks that did not come true, processes left behind. */
  readonly troubles: readonly string[];
  readonly freshAfterMs: number;
  readonly tookS: number;
  readonly isClean: boolean;
  /** Kept where the run was not clean. */
  readonly folder: string;
  readonly timeline: readonly string[];
}

const SETTLED_WITHIN_MS = 45_000;
/** It stays away from its database for a minute at most. */
const CAUGHT_UP_WITHIN_MS = 120_000;
const ENDED_WITHIN_MS = 5_000;
const DAY_MS = 86_400_000;

/** All at once, each with its share. */
export async function runArms(
  arms: readonly ArmKind[],
  plan: Plan,
  made?: (arm: Arm) => void,
): Promise<readonly Report[]> {
  const runs = arms.map((arm, at) => runArm(arm, shareOf(plan, arms, at), made));
  // Each clears away its own programs and disks, also where another could not go on.
  await Promise.allSettled(runs);
  return await Promise.all(runs);
}

/** `made` is told of the arm, so that whoever is interrupted can clear it away. */
export async function runArm(
  kind: ArmKind,
  plan: Plan,
  made: (arm: Arm) => void = () => undefined,
): Promise<Report> {
  const arm = await Arm.start(kind);
  made(arm);
  const began = Date.now();
  const timeline: string[] = [];
  try {
    await hurt(arm, faultsOf(plan), (line) => {
      timeline.push(line);
      appendFileSync(arm.logFile, `${line}\n`);
    });
    await arm.heal();
    await arm.check('the history catches up', CAUGHT_UP_WITHIN_MS, async () => {
      await pause(300);
      return judge(arm.ledger, await storedIn(arm)).lost.length === 0;
    });
    await arm.refresh();
    const found = await examine(arm);
    const troubles = [...(await arm.stop()), ...(await leftBehind(arm.parts.folder))];
    const report = reportOf(arm, { plan, timeline, troubles, ...found });
    await arm.remove(!report.isClean);
    return { ...report, tookS: (Date.now() - began) / 1_000 };
  } catch (error) {
    await arm.remove(true);
    const where = `${kind}, seed ${plan.seed}, folder ${arm.parts.folder}`;
    throw new Error(`${where}\n${timeline.join('\n')}`, { cause: error });
  }
}

interface Found {
  readonly plan: Plan;
  readonly timeline: readonly string[];
  readonly troubles: readonly string[];
  readonly verdict: Verdict;
  readonly agent: AgentVerdict;
}

function reportOf(arm: Arm, { plan, timeline, troubles, verdict, agent }: Found): Report {
  const { ledger, spool } = arm;
  const drawn = Map.groupBy(faultsOf(plan), ({ kind }) => kind);
  return {
    arm: arm.parts.kind,
    ...{ plan, verdict, agent, troubles, timeline },
    byKind: new Map([...drawn].map(([kind, of]) => [kind, of.length])),
    ids: {
      claimed: ledger.claims.size,
      acknowledged: ledger.in('acknowledged').length,
      refused: ledger.refusals.size,
      poison: ledger.poison.size,
    },
    agentOwed: spool.owed.size,
    freshAfterMs: arm.freshAfterMs,
    tookS: 0,
    isClean: isClean(verdict) && agent.lost.length + agent.twice.length + troubles.length === 0,
    folder: arm.parts.folder,
  };
}

async function hurt(arm: Arm, faults: readonly Fault[], note: (line: string) => void) {
  for (const [at, fault] of faults.entries()) {
    const since = ((Date.now() - arm.startedAt) / 1_000).toFixed(1);
    const figures = `${fault.strength.toFixed(2)} ${fault.choice.toFixed(2)}`;
    note(`+${since} s  ${at + 1}  ${fault.kind}  ${figures}`);
    await DEEDS[fault.kind](arm, fault);
    await pause(fault.pauseMs);
  }
}

/** Asks until all is there: a database may still be catching up. What is missing then is lost. */
async function examine(arm: Arm): Promise<{ verdict: Verdict; agent: AgentVerdict }> {
  let last: { verdict: Verdict; agent: AgentVerdict } | undefined;
  await until(SETTLED_WITHIN_MS, async () => {
    const stored = await storedIn(arm);
    const agent = judgeAgent({
      owed: arm.spool.owed,
      excused: arm.spool.excused,
      waiting: new Set(arm.spool.look()),
      stored: await agentFacts(arm),
      letters: new Set(stored.letters.map(({ text }) => factIn(text))),
    });
    last = { verdict: judge(arm.ledger, stored), agent };
    return isClean(last.verdict) && agent.lost.length === 0;
  }).catch(() => undefined);
  if (last === undefined) throw new Error('nothing could be read from the collector');
  return last;
}

async function storedIn(arm: Arm): Promise<Stored> {
  const asked = { url: arm.parts.collectorUrl, token: TOKEN };
  const schools = [...new Set(arm.senders.map(({ name }) => name.school))];
  return {
    ...(await readStored(asked, schools, arm.startedAt)),
    ...keptIn(arm.parts.collectorDisk.folder),
  };
}

/** Its clock was a year off at times, and its facts with it. */
async function agentFacts(arm: Arm): Promise<readonly string[]> {
  const asked = { url: arm.parts.collectorUrl, token: TOKEN };
  const followed = { server: 'uptime_s', uplink_ping: 'sent' };
  const [back, lately, ahead, end] = [-380, -10, 10, 380].map(
    (inDays) => arm.startedAt + inDays * DAY_MS,
  ) as [number, number, number, number];
  const spans = [
    [back, lately],
    [lately, ahead],
    [ahead, end],
  ] as const;
  const found = Object.entries(followed).flatMap(([measurement, field]) =>
    spans.map(async (span) => {
      const points = await pointsOf(asked, { school: AGENT.school, measurement, field }, span);
      return points.map(({ target, at }) => factName(measurement, target, at));
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Processes that stay and name the run's folder, and children that nobody waits for. */
async function leftBehind(folder: string): Promise<readonly string[]> {
  let last: readonly string[] = [];
  await until(ENDED_WITHIN_MS, () => {
    last = processesOf(folder);
    return last.length === 0;
  }).catch(() => undefined);
  return last;
}

function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const [command = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\n');
        const [, state, parent] =
          /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        if (state === 'Z' && parent === `${process.pid}`) return [`zombie ${pid}`];
        return command.includes(folder) ? [`still runs: ${command.replaceAll('\0', ' ')}`] : [];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}
