/** A city from its first batch to the account of what arrived. */
import { Slots } from '../../agent/schedule/slots.ts';
import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { Asked } from './asked.ts';
import { checkSchool, nothingFound } from './check.ts';
import { type Ask, unseen } from './check-latest.ts';
import { Ledger } from './ledger.ts';
import { type CityParts, type Member, membersOf } from './members.ts';
import { type Ending, progressLine, type Standing } from './say.ts';

export interface Simulation extends CityParts {
  readonly ask: Ask;
  /** A line of progress. */
  readonly tell: (line: string) => void;
  readonly rssBytes: () => number;
}

const LAST_ANSWERS_WITHIN = seconds(40);
const LOOK_AGAIN = ms(500);
const TELL_EVERY = seconds(5);

export async function simulateCity(city: Simulation, stop: AbortSignal): Promise<Ending> {
  const { asked, schools, clock } = city;
  const sampled = new Set(schools.filter((_, at) => isSampled(asked, at)).map(({ id }) => id));
  const ledger = new Ledger(sampled);
  const members = membersOf({ ...city, post: inSlots(city) }, ledger);
  const begun = clock.elapsed();
  const standing = (): Standing => ({
    ledger,
    schools: members.length,
    elapsed: ms(clock.elapsed() - begun),
    outageLeft: ms(sum(members, ({ spool }) => spool.outageLeft)),
    lateSpans: sum(members, ({ spool }) => spool.lateSpans),
    rssBytes: city.rssBytes(),
  });
  const endTelling = tellNowAndThen(city, standing);
  await runMembers(city, members, stop);
  await endTelling();
  const ran = standing();
  return { ...ran, ...(await readBack(city.ask, members, ledger)), checked: sampled.size };
}

/** Whoever waits for a connection has not begun to send: a send's deadline is the collector's time alone. */
function inSlots({ asked, post }: CityParts): CityParts['post'] {
  const slots = new Slots(asked.connections);
  return async (sent, stop) => {
    if (!(await slots.take(stop))) return { kind: 'unreached', reason: 'stopped' };
    try {
      return await post(sent, stop);
    } finally {
      slots.give();
    }
  };
}

/** Spread over the whole city. */
const isSampled = ({ schools, checked }: Asked, at: number): boolean =>
  checked > 0 &&
  Math.floor((at * checked) / schools) !== Math.floor(((at - 1) * checked) / schools);

const sum = (members: readonly Member[], of: (member: Member) => number): number =>
  members.reduce((all, member) => all + of(member), 0);

/** Until its time is up, its backlog is sent, or it is told to stop; what is under way then is waited for. */
async function runMembers(
  { asked, clock }: CityParts,
  members: readonly Member[],
  stop: AbortSignal,
): Promise<void> {
  const end = new AbortController();
  const running = Promise.all(
    members.map(async ({ shipment, after }) => {
      await clock.sleep(after, end.signal);
      await shipment.run(end.signal);
    }),
  );
  const until = clock.elapsed() + asked.runFor;
  const isOver = (): boolean =>
    stop.aborted || clock.elapsed() >= until || (asked.backlog > 0 && isDrained(members));
  while (!isOver()) await clock.sleep(LOOK_AGAIN, stop);
  for (const { spool } of members) spool.end();
  const patience = clock.elapsed() + LAST_ANSWERS_WITHIN;
  while (members.some(({ spool }) => spool.sending !== undefined) && clock.elapsed() < patience)
    await clock.sleep(LOOK_AGAIN);
  end.abort();
  await running;
}

const isDrained = (members: readonly Member[]): boolean =>
  members.every(({ spool }) => spool.outageLeft === 0 && spool.lateSpans === 0);

/** Gives how to end it. */
function tellNowAndThen(
  { clock, tell }: Pick<Simulation, 'clock' | 'tell'>,
  standing: () => Standing,
): () => Promise<void> {
  const end = new AbortController();
  const loop = async (): Promise<void> => {
    let last = clock.elapsed();
    while (!end.signal.aborted) {
      await clock.sleep(TELL_EVERY, end.signal);
      const span: Ms = ms(clock.elapsed() - last);
      last = clock.elapsed();
      const now = standing();
      tell(progressLine(now, { ...now.ledger.takeRecent(), span }));
    }
  };
  const running = loop();
  return async () => {
    end.abort();
    await running;
  };
}

async function readBack(
  ask: Ask,
  members: readonly Member[],
  ledger: Ledger,
): Promise<Pick<Ending, 'found' | 'unseen'>> {
  const found = nothingFound();
  for (const { school, round, spool } of members) {
    const acknowledged = ledger.acknowledgedSpans(school.id);
    if (acknowledged.length > 0)
      await checkSchool(ask, { round, acknowledged, told: spool.told }, found);
  }
  return { found, unseen: await unseen(ask, ledger.heard) };
}
