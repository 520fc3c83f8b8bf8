/**
 * How long one cycle takes over a whole city, every fact of it new: what the rules make of the facts, and what the engine
 * makes of that. `npm run bench:alerts`. Target: 2 s of one core.
 */

import { type Engine, step } from '../../collector/alert/engine/engine.ts';
import type { State } from '../../collector/alert/engine/watch.ts';
import type { Rule } from '../../collector/alert/rule.ts';
import { loadRules } from '../../collector/alert/rules/load-door.ts';
import { observeFacts } from '../../collector/alert/rules/observe.ts';
import { observeSilence } from '../../collector/alert/rules/observe-silence.ts';
import { ruleSet } from '../../collector/alert/rules/rule-set.ts';
import { type EpochMs, epochMs, minutes } from '../../kit/units.ts';
import { sayFileProblems } from '../../standards/file-problem.ts';
import { openShipped } from '../../standards/shipped-door.ts';
import { NOW, SCHOOLS, schoolRows } from './alert-city.ts';

const CYCLE_MS = 60_000;
const CYCLES = 6;

const [standard] = await openShipped();
const loaded = await loadRules({ osSupport: standard?.osSupport });
if (!loaded.ok) throw new Error(sayFileProblems(loaded.problem));
const set = ruleSet(loaded.value);
const deviceRules = set.rules.filter(({ scope }) => scope === 'device');
const fleetRules = set.rules.filter(({ scope }) => scope === 'school');

const names = Array.from({ length: SCHOOLS }, (_, at) => `school-${at}`);
const engineOf = (rules: readonly Rule[]): Engine => ({
  rules,
  cutting: set.rules.filter(({ cuts }) => cuts).map(({ id }) => id),
  ancestorsOf: () => [],
  inMaintenance: () => false,
  groupsOf: ({ scope }, { school }) =>
    scope === 'device'
      ? [{ kind: 'school', name: school }]
      : [
          { kind: 'ward', name: `ward-${Number(school.slice(7)) % 168}` },
          { kind: 'provider', name: 'Viettel' },
          { kind: 'city', name: '', size: SCHOOLS },
        ],
  incidentId: (rule, { school, device }, now) => `${rule}-${school}-${device}-${now}`,
});
const [own, fleet] = [engineOf(deviceRules), engineOf(fleetRules)];

const states = new Map<string, State>(names.map((school) => [school, new Map()]));
let fleetState: State = new Map();

/** Processor time of a piece of work, milliseconds. */
function taking<Value>(work: () => Value): readonly [Value, number] {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return [value, Math.round((user + system) / 1_000)];
}

const silence = (now: EpochMs, lastReceivedAt: EpochMs) =>
  names.flatMap((school) =>
    observeSilence(
      set,
      { school, agent: 'a', lastReceivedAt },
      { listeningSince: NOW, silentAfter: minutes(3) },
      now,
    ),
  );

for (let cycle = 0; cycle < CYCLES; cycle += 1) {
  const now = epochMs(NOW + cycle * CYCLE_MS);
  const city = names.map((school) => schoolRows(school, now));
  const [seen, observeMs] = taking(() => city.map((rows) => observeFacts(set, rows, now)));
  const [events, engineMs] = taking(() => {
    const told = names.flatMap((school, at) => {
      const turn = step(own, states.get(school) ?? new Map(), seen[at] ?? [], now);
      states.set(school, turn.state);
      return turn.events;
    });
    const turn = step(fleet, fleetState, silence(now, now), now);
    fleetState = turn.state;
    return [...told, ...turn.events];
  });
  const signals = seen.flat().length;
  process.stdout.write(
    `${SCHOOLS} schools, ${city.flat().length} facts, ${signals} signals: rules ${observeMs} ms + engine ${engineMs} ms = ${observeMs + engineMs} ms of processor time, ${events.length} events\n`,
  );
}

const cut = epochMs(NOW + CYCLES * CYCLE_MS);
for (const [what, at, heard] of [
  ['all cut off, seen', minutes(3.5), 0],
  ['all cut off, gathered', minutes(4), 0],
  ['all back', minutes(10), minutes(10)],
] as const) {
  const now = epochMs(cut + at);
  const [events, spent] = taking(() => {
    const turn = step(fleet, fleetState, silence(now, epochMs(cut + heard)), now);
    fleetState = turn.state;
    return turn.events;
  });
  const members = events.reduce((sum, event) => sum + event.members.length, 0);
  process.stdout.write(`${what}: ${spent} ms, ${events.length} events with ${members} schools\n`);
}
