/** One run over one arm: hurt it as the plan says, heal it, and compare what is there with what is owed. */
import { appendFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AgentVerdict, judgeAgent } from './agent-verdict.ts';
import { Arm, until } from './arm.ts';
import { AGENT, type ArmKind, TOKEN } from './arm-parts.ts';
import { DEEDS } from './deeds.ts';
import { type Fault, type FaultKind, faultsOf, type Plan } from './faults.ts';
import { factIn, factName } from './spool-watch.ts';
import { countedOf, keptIn, pointsOf, type Stored, type StoredPoint } from './stored.ts';
import { isClean, judge, type Verdict } from './verdict.ts';

export interface Report {
  readonly arm: ArmKind;
  readonly seed: number;
  readonly faults: number;
  readonly byKind: ReadonlyMap<FaultKind, number>;
  readonly ids: Readonly<Record<'claimed' | 'acknowledged' | 'refused' | 'poison', number>>;
  readonly agentFacts: Readonly<Record<'owed' | 'excused', number>>;
  readonly verdict: Verdict;
  readonly agent: Omit<AgentVerdict, 'excused'>;
  /** Programs that ended by themselves, checks that did not come true, processes left behind. */
  readonly troubles: readonly string[];
  readonly tookS: number;
  readonly isClean: boolean;
  /** Kept where the run was not clean. */
  readonly folder: string;
  readonly timeline: readonly string[];
}

const SETTLED_WITHIN_MS = 45_000;
const DAY_MS = 86_400_000;

export const kindsOf = (arm: ArmKind, kinds: readonly FaultKind[]): readonly FaultKind[] =>
  kinds.filter((kind) => arm === 'influx' || !/database/.test(kind));

export async function runArm(kind: ArmKind, plan: Plan): Promise<Report> {
  const arm = await Arm.start(kind);
  const timeline: string[] = [];
  const began = Date.now();
  const faults = faultsOf(plan);
  try {
    await hurt(arm, faults, (line) => {
      timeline.push(line);
      appendFileSync(arm.logFile, `${line}\n`);
    });
    await arm.heal();
    const { verdict, agent } = await examine(arm);
    const troubles = [...(await arm.stop()), ...leftBehind(arm.parts.folder)];
    const found = { ...verdict, ...agent, troubles, excused: [] };
    const clean = isClean(verdict) && Object.values(found).every((each) => each.length === 0);
    if (clean) {
      await arm.remove();
      rmSync(arm.parts.folder, { recursive: true, force: true });
    }
    return {
      arm: kind,
      seed: plan.seed,
      faults: faults.length,
      byKind: new Map(
        [...Map.groupBy(faults, (fault) => fault.kind)].map(([k, of]) => [k, of.length]),
      ),
      ids: {
        claimed: arm.ledger.claims.size,
        acknowledged: arm.ledger.in('acknowledged').length,
        refused: arm.ledger.refusals.size,
        poison: arm.ledger.poison.size,
      },
      agentFacts: { owed: arm.spool.owed.size, excused: agent.excused.length },
      ...{ verdict, agent, troubles, timeline },
      tookS: (Date.now() - began) / 1_000,
      isClean: clean,
      folder: arm.parts.folder,
    };
  } catch (error) {
    await arm.stop().catch(() => undefined);
    throw new Error(
      `${kind}, seed ${plan.seed}, folder ${arm.parts.folder}\n${timeline.join('\n')}`,
      {
        cause: error,
      },
    );
  }
}

async function hurt(arm: Arm, faults: readonly Fault[], note: (line: string) => void) {
  for (const [at, fault] of faults.entries()) {
    const since = ((Date.now() - arm.startedAt) / 1_000).toFixed(1);
    const figures = `${fault.strength.toFixed(2)} ${fault.choice.toFixed(2)}`;
    note(`+${since} s  ${at + 1}  ${fault.kind}  ${figures}`);
    await DEEDS[fault.kind](arm, fault);
    await new Promise((resolve) => setTimeout(resolve, fault.pauseMs));
  }
}

/** Asks until all is there: a database may still be catching up. What is missing then is lost. */
async function examine(arm: Arm): Promise<{ verdict: Verdict; agent: AgentVerdict }> {
  let last: { verdict: Verdict; agent: AgentVerdict } | undefined;
  await until(SETTLED_WITHIN_MS, async () => {
    const stored = await readStored(arm);
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

async function readStored(arm: Arm): Promise<Stored> {
  const asked = { url: arm.parts.collectorUrl, token: TOKEN };
  const schools = [...new Set(arm.senders.map(({ name }) => name.school))];
  const span = [arm.startedAt - 2 * DAY_MS, arm.startedAt + DAY_MS] as const;
  const all = async (field: string): Promise<readonly StoredPoint[]> => {
    const found = schools.map((school) =>
      pointsOf(asked, { school, measurement: 'uplink_ping', field }, span),
    );
    return (await Promise.all(found)).flat();
  };
  const counted = schools.map(async (school) => [school, await countedOf(asked, school)] as const);
  return {
    ids: await all('sent'),
    latencies: await all('latency_s'),
    counted: new Map(await Promise.all(counted)),
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

/** Processes that still name the run's folder, and children that nobody waited for. */
function leftBehind(folder: string): readonly string[] {
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
