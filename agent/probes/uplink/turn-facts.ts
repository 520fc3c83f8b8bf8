import type { Result } from '../../../kit/result.ts';
import type { Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import type { Budget } from './budget.ts';
import type { Capacity, CapacityProblem } from './capacity.ts';
import type { Waited } from './gate.ts';
import type { Surge } from './surge.ts';

type Fields = Readonly<Record<string, FieldValue>>;

/** Both directions' capacity, or the word why there is none; a word for both stands alone. */
export function capacityFields({
  down,
  up,
}: {
  readonly down: Result<Capacity, CapacityProblem>;
  readonly up: Result<Capacity, CapacityProblem>;
}): Fields {
  const problems = [
    ...(down.ok ? [] : [['down', down.problem] as const]),
    ...(up.ok ? [] : [['up', up.problem] as const]),
  ];
  const words = new Set(problems.map(([, problem]) => problem));
  const same = words.size === 1 && problems.length === 2;
  const said = problems.map(([name, problem]) => (same ? problem : `${name}: ${problem}`));
  // A figure with headers makes both so: the fact has one word for its layer.
  const layers = [down, up].flatMap((each) => (each.ok ? [each.value.layer] : []));
  return {
    ...(down.ok ? { down_capacity_bps: down.value.rate } : {}),
    ...(up.ok ? { up_capacity_bps: up.value.rate } : {}),
    ...(layers.length === 0 ? {} : { capacity_layer: layers.includes('frame') ? 'frame' : 'ip' }),
    ...(said.length === 0 ? {} : { capacity_problem: [...new Set(said)].join('; ') }),
  };
}

/** The fact of every turn, with a test or without: a turn put off must not hide what the last test gave. */
export function turnFact(
  device: string,
  turn: { readonly budget: Budget; readonly waited?: Waited; readonly error?: string | undefined },
  at: EpochMs,
): Fact {
  const { budget, waited, error } = turn;
  return {
    measurement: 'uplink_turn',
    tags: { device },
    fields: {
      tested: waited === undefined,
      ...(waited === undefined ? {} : { waited }),
      ...(error === undefined ? {} : { error }),
      budget_bytes: budget.rule.bytes,
      budget_used_bytes: budget.usedBytes(at),
    },
    at,
  };
}

/** The phrase of the fact of a test that others cut short. */
export const surgePhrase = ({ direction, othersBps }: Surge): string =>
  `aborted: others came to use ${(othersBps / 1e6).toFixed(1)} Mbit/s ${direction}`;

const WAITED: Readonly<Record<Waited, Text>> = {
  busy: {
    vi: 'Đường truyền đang có người dùng nhiều nên hoãn đo tốc độ; sẽ đo lại khi rảnh.',
    en: 'The line is busy, so the rate is not measured now; it will be when the line is idle.',
  },
  budget: {
    vi: 'Đã dùng hết dung lượng đo tốc độ của ngày hôm nay; sẽ đo lại vào ngày mai.',
    en: 'The bytes for measuring the rate are spent for today; it will be measured tomorrow.',
  },
  lease: {
    vi: 'Máy đo đang phục vụ trường khác nên hoãn đo tốc độ; sẽ đo lại sau.',
    en: 'The far end serves other schools, so the rate is measured later.',
  },
  surge: {
    vi: 'Đang đo tốc độ thì có người cần đường truyền nên dừng đo; sẽ đo lại sau.',
    en: 'Others came to need the line while it was measured, so the test was stopped; it will be made later.',
  },
};

export const sayWaited = (waited: Waited): Text => WAITED[waited];
