/** What is done for each kind of fault. A deed returns when the program it hit is up again; what it upset may last longer. */
import type { Arm } from './arm.ts';
import type { Child } from './child.ts';
import { enrolSender } from './enrolment.ts';
import type { Mischief } from './fault-proxy.ts';
import type { Fault, FaultKind } from './faults.ts';
import { damage } from './spool-watch.ts';
import { pause } from './waits.ts';

type Deed = (arm: Arm, fault: Fault) => Promise<void> | void;

const HOUR_S = 3_600;
const YEAR_S = 365 * 24 * HOUR_S;
const JUMPS_S = [HOUR_S, -HOUR_S, YEAR_S, -YEAR_S] as const;
/** libfaketime looks once a second: shorter and a jump may pass unseen. */
const JUMP_LASTS_MS = 1_800;
const MOST_UPSET_WRITES = 4;
const MOST_UPSET_DATABASE_WRITES = 2;
const TOKEN_COMES_AFTER_MS = 300;

export const DEEDS: Readonly<Record<FaultKind, Deed>> = {
  'collector-killed': async ({ parts }, { strength }) => {
    await parts.collector.kill();
    await pause(strength * 200);
    await parts.collector.startReady();
  },
  // It merges the slots that are over as soon as it has started.
  'collector-killed-in-upkeep': async ({ parts }, { strength }) => {
    await parts.collector.kill();
    await parts.collector.startReady();
    await pause(strength * 60);
    await parts.collector.kill();
    await parts.collector.startReady();
  },
  'collector-ended': async ({ parts }) => {
    await parts.collector.end();
    await parts.collector.startReady();
  },
  'collector-frozen': ({ parts }, fault) => frozen(parts.collector, fault),
  'collector-disk-full': async ({ parts }, { strength, choice }) => {
    const { collector, collectorDisk } = parts;
    collector.isExcused = true;
    collectorDisk.fill();
    await pause(200 + strength * 600);
    if (choice < 0.4) {
      await collector.kill();
      collector.start();
      await pause(300);
    }
    collectorDisk.free();
    collector.start();
    await collector.ready();
    collector.isExcused = false;
  },
  'collector-clock': (arm, { choice }) => jump(arm, arm.parts.collectorClock, choice),
  'agent-killed': async ({ parts }, { strength }) => {
    await parts.agent.kill();
    await pause(strength * 200);
    await parts.agent.startReady();
  },
  'agent-ended': async ({ parts }) => {
    await parts.agent.end();
    await parts.agent.startReady();
  },
  'agent-disk-full': async (arm, { strength }) => {
    const { agent, agentDisk } = arm.parts;
    agent.isExcused = true;
    arm.spool.excuseWaiting();
    agentDisk.fill();
    await pause(500 + strength * 1_000);
    arm.spool.excuseWaiting();
    agentDisk.free();
    await agent.startReady();
    agent.isExcused = false;
  },
  'agent-clock': (arm, { choice }) => jump(arm, arm.parts.agentClock, choice),
  'spool-damaged': async (arm, { strength, choice }) => {
    const { agent, agentDisk } = arm.parts;
    // Told to end it leaves all in the file itself, killed it leaves the newest in the log beside it.
    await (choice < 0.5 ? agent.end() : agent.kill());
    arm.spool.excuseWaiting();
    damage(
      agentDisk.folder,
      choice * 10 - Math.floor(choice * 10) < 0.7 ? 'flip' : 'tear',
      strength,
    );
    await agent.startReady();
  },
  'token-revoked': async (arm, { strength, choice }) => {
    if (choice < 0.2) return arm.enrolAgentAnew(strength < 0.5 ? 'killed' : 'told to end');
    for (const sender of arm.someSenders(choice, 1 + Math.floor(strength * 8))) {
      const token = await enrolSender(arm.parts, sender.name);
      arm.later(TOKEN_COMES_AFTER_MS, () => {
        sender.token = token;
      });
    }
  },
  'answer-dropped': upsetting(() => ({ kind: 'drop answer' })),
  'body-cut': upsetting(() => ({ kind: 'cut body' })),
  'answer-late': upsetting(({ choice }) => ({ kind: 'late', byMs: 50 + choice * 1_000 })),
  'answered-503': upsetting(() => ({ kind: 'busy', status: 503, retryAfterS: 1 })),
  'answered-429': upsetting(() => ({ kind: 'busy', status: 429, retryAfterS: 1 })),
  'answered-garbage': upsetting(({ choice }) => ({
    kind: 'garbage',
    which: Math.floor(choice * 100),
  })),
  'half-open': upsetting(({ choice }) => ({
    kind: 'half-open',
    forMs: 200 + choice * 1_500,
  })),
  'sent-twice-at-once': upsetting(() => ({ kind: 'twice' })),
  'sent-again-later': upsetting(({ choice }) => ({
    kind: 'again',
    afterMs: 200 + choice * 3_000,
  })),
  poison: (arm, { strength, choice }) => {
    for (const sender of arm.someSenders(choice, 1 + Math.floor(strength * 4)))
      sender.poisonNext('collector', 1 + Math.floor(choice * 3));
  },
  herd: (arm) => {
    arm.parts.senderProxy.cutAll();
    arm.parts.agentProxy.cutAll();
    for (const sender of arm.senders) sender.ask();
  },
  'database-killed': async ({ parts }, { strength }) => {
    await parts.database?.child.kill();
    await pause(strength * 500);
    await parts.database?.child.startReady();
  },
  'database-frozen': async ({ parts }, fault) => {
    if (parts.database !== undefined) await frozen(parts.database.child, fault);
  },
  'database-answer-dropped': upsettingDatabase({ kind: 'drop answer' }),
  'database-answers-503': upsettingDatabase({ kind: 'busy', status: 503, retryAfterS: 1 }),
  'database-answers-garbage': upsettingDatabase({ kind: 'garbage', which: 3 }),
  'database-body-cut': upsettingDatabase({ kind: 'cut body' }),
  'database-poison': (arm, { strength, choice }) => {
    for (const sender of arm.someSenders(choice, 1 + Math.floor(strength * 3)))
      sender.poisonNext('database', 1);
  },
};

/** Some of the next writes of the senders, and now and then one of the agent's. */
function upsetting(mischief: (fault: Fault) => Mischief): Deed {
  return ({ parts }, fault) => {
    const made = mischief(fault);
    parts.senderProxy.upset(made, 1 + Math.floor(fault.strength * MOST_UPSET_WRITES));
    if (fault.choice < 0.7) parts.agentProxy.upset(made, 1);
  };
}

/** Few, since after each the collector stays away for twice as long. */
function upsettingDatabase(mischief: Mischief): Deed {
  return ({ parts }, { strength }) => {
    parts.database?.proxy.heal();
    parts.database?.proxy.upset(mischief, 1 + Math.floor(strength * MOST_UPSET_DATABASE_WRITES));
  };
}

async function frozen(child: Child, { strength }: Fault): Promise<void> {
  child.freeze();
  await pause(200 + strength * 800);
  child.thaw();
}

function jump(arm: Arm, clock: { set(offsetS: number): void }, choice: number): void {
  clock.set(JUMPS_S[Math.floor(choice * JUMPS_S.length)] ?? 0);
  arm.later(JUMP_LASTS_MS, () => clock.set(0));
}
