import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import type { Outage } from '../../../../wire/outage.ts';
import { count, type Minute } from './account.ts';
import { type Counted, freshWatching, observe, type Step, settleAll } from './outage.ts';
import type { Answer, FarEnd, Second } from './second.ts';

const START = Date.parse('2026-11-23T00:00:00Z');
const at = (second: number): EpochMs => epochMs(START + second * 1_000);
const secondOf = (moment: number): number => (moment - START) / 1_000;

interface Told {
  readonly subject: string;
  readonly kind: string;
  readonly from: number;
  readonly to: number | undefined;
}

const brief = ({ subject, kind, startedAt, endedAt }: Outage): Told => ({
  ...{ subject, kind, from: secondOf(startedAt) },
  to: endedAt === undefined ? undefined : secondOf(endedAt),
});

function watch(seconds: Iterable<Second>) {
  let watching = freshWatching;
  const told: Outage[] = [];
  const counted: Counted[] = [];
  for (const second of seconds) {
    const step: Step = observe(watching, second);
    watching = step.watching;
    told.push(...step.told);
    counted.push(...step.counted);
  }
  return { watching, told, counted: [...counted, ...settleAll(watching)] };
}

/** The last that was told of each outage. */
const outages = (told: readonly Outage[]): readonly Told[] => [
  ...new Map(told.map((one) => [`${one.subject} ${one.startedAt}`, brief(one)])).values(),
];

/** The collector over UDP, each second. */
const centre = (second: number, answer: Answer, more: Partial<FarEnd> = {}): FarEnd => ({
  ...{ subject: 'target:center', kind: 'collector', eachSecond: true, answer },
  ...{ askedAt: at(second), ...more },
});
const polled = (askedAt: number, answer: Answer, subject = 'service:portal'): FarEnd => ({
  ...{ subject, kind: 'portal', eachSecond: false, answer, askedAt: at(askedAt) },
});
const second = (of: number, farEnds: readonly FarEnd[], more: Partial<Second> = {}): Second => ({
  ...{ at: at(of), farEnds, name: undefined, port: true, router: true, ...more },
});

/** A row of seconds: `.` answered, `x` silent, `r` refused, ` ` nobody looked. */
function row(
  marks: string,
  more: (of: number) => Partial<Second> = () => ({}),
  ends: (of: number) => readonly FarEnd[] = () => [],
): readonly Second[] {
  const answers: Readonly<Record<string, Answer>> = { '.': 'answered', x: 'silent', r: 'refused' };
  return [...marks].flatMap((mark, of) => {
    const answer = answers[mark];
    return answer === undefined ? [] : [second(of, [centre(of, answer), ...ends(of)], more(of))];
  });
}

const lines = (counted: readonly Counted[]): string =>
  counted.map(({ line }) => ({ up: '.', down: 'x', local: 'l' })[line]).join('');

describe('an outage of the line, second by second', () => {
  it.each([
    ['.....', [], '.....'],
    ['..x..', [], '..x..'],
    ['..xx..', [], '..xx..'],
    ['..xxx..', [{ from: 2, to: 5 }], '..xxx..'],
    [
      '..xxx.xxxx.',
      [
        { from: 2, to: 5 },
        { from: 6, to: 10 },
      ],
      '..xxx.xxxx.',
    ],
    ['..xxxxx', [{ from: 2, to: undefined }], '..xxxxx'],
    [`.${'x'.repeat(100)}.`, [{ from: 1, to: 101 }], `.${'x'.repeat(100)}.`],
  ] as const)('%s', (marks, expected, account) => {
    const { told, counted } = watch(row(marks));
    expect(outages(told)).toEqual(
      expected.map((each) => ({ subject: 'line', kind: 'line', ...each })),
    );
    expect(lines(counted)).toBe(account);
  });

  it('is told as it begins and as it ends, and no oftener', () => {
    const { told } = watch(row('..xxxxxxxxxxxxxxxxxxxxxxxx..'));
    expect(told.map(brief)).toEqual([
      { subject: 'line', kind: 'line', from: 2, to: undefined },
      { subject: 'line', kind: 'line', from: 2, to: 26 },
    ]);
  });

  it('says where it was so at the first look', () => {
    expect(watch(row('xxxx.')).told.at(-1)?.why).toContain('so at the first look');
  });
});

describe('what explains a silent line', () => {
  const from = (since: number, more: Partial<Second>) => (of: number) => (of >= since ? more : {});

  it.each([
    ['the router, seen dead at once', from(2, { router: false }), 'router', '..llllllllll..'],
    ['the router, seen dead after 6 s', from(8, { router: false }), 'router', '..llllllllll..'],
    ['the own network', from(3, { port: false }), 'local_network', '..llllllllll..'],
    [
      'the own network before the router',
      from(3, { port: false, router: false }),
      'local_network',
      '..llllllllll..',
    ],
    ['nothing known of a router', from(0, { router: undefined }), 'line', '..xxxxxxxxxx..'],
  ] as const)('%s', (_, more, kind, account) => {
    const { told, counted } = watch(row('..xxxxxxxxxx..', more));
    expect(outages(told)).toEqual([{ subject: 'line', kind, from: 2, to: 12 }]);
    expect(lines(counted)).toBe(account);
  });

  it('keeps a cause that was settled, and counts a router that dies later as unknown', () => {
    const marks = `..${'x'.repeat(40)}..`;
    const { told, counted } = watch(row(marks, from(30, { router: false })));
    expect(outages(told)).toEqual([{ subject: 'line', kind: 'line', from: 2, to: 42 }]);
    expect(lines(counted)).toBe(`..${'x'.repeat(28)}${'l'.repeat(12)}..`);
  });

  it('lets a router that was off excuse the line for five minutes after it is back, no longer', () => {
    const off = (until: number) => (of: number) => (of >= 2 && of < until ? { router: false } : {});
    const soon = watch(row(`..${'x'.repeat(200)}..`, off(100)));
    expect(outages(soon.told)).toEqual([{ subject: 'line', kind: 'router', from: 2, to: 202 }]);
    const never = watch(row(`..${'x'.repeat(600)}..`, off(100)));
    expect(outages(never.told)).toEqual([
      { subject: 'line', kind: 'router', from: 2, to: 100 },
      { subject: 'line', kind: 'line', from: 100, to: 602 },
    ]);
    expect(lines(never.counted)).toBe(`..${'l'.repeat(399)}${'x'.repeat(201)}..`);
  });

  it('tells one way from both by what the far end had received', () => {
    const back = (lost: FarEnd['lost']) => [
      ...row('..xxxxx'),
      second(7, [centre(7, 'answered', lost && { lost })]),
    ];
    const kind = (lost: FarEnd['lost']) => outages(watch(back(lost)).told).map((one) => one.kind);
    expect(kind({ asked: 15, arrived: 15 })).toEqual(['one_way']);
    expect(kind({ asked: 15, arrived: 12 })).toEqual(['one_way']);
    expect(kind({ asked: 15, arrived: 11 })).toEqual(['line']);
    expect(kind({ asked: 15, arrived: 0 })).toEqual(['line']);
    expect(kind({ asked: 2, arrived: 2 })).toEqual(['line']);
    expect(kind(undefined)).toEqual(['line']);
  });
});

describe('what is down while the line is up', () => {
  it('the centre only: another far end answers in the same seconds', () => {
    const ends = (of: number) => [polled(of - (of % 3), 'answered')];
    const { told, counted } = watch(row('....xxxxxxxx...', () => ({}), ends));
    expect(outages(told)).toEqual([
      { subject: 'target:center', kind: 'collector', from: 4, to: 12 },
    ]);
    expect(lines(counted)).toBe('.'.repeat(15));
    expect(counted.filter(({ bad }) => bad.has('collector'))).toHaveLength(8);
  });

  it('the centre only: it refuses, so the way to it is whole', () => {
    const { told, counted } = watch(row('..rrrrr..'));
    expect(outages(told)).toMatchObject([
      { subject: 'target:center', kind: 'collector', from: 2, to: 7 },
    ]);
    expect(lines(counted)).toBe('.........');
  });

  it('where all of several refuse it was the router that refused everything', () => {
    const ends = (of: number) => [polled(of, of >= 2 && of < 8 ? 'refused' : 'answered')];
    const { told } = watch(row('..rrrrrr..', () => ({}), ends));
    expect(outages(told)).toEqual([{ subject: 'line', kind: 'line', from: 2, to: 8 }]);
  });

  it('one portal only, from its first look in vain to its first answer', () => {
    const looks = (of: number) => {
      const askedAt = of - (of % 5);
      return [polled(askedAt, askedAt >= 10 && askedAt < 25 ? 'silent' : 'answered')];
    };
    const { told, counted } = watch(row('.'.repeat(40), () => ({}), looks));
    expect(told.at(-1)).toMatchObject({ startUnsureS: 4 });
    expect(outages(told)).toEqual([
      { subject: 'service:portal', kind: 'portal', from: 10, to: 25 },
    ]);
    expect(lines(counted)).toBe('.'.repeat(40));
  });

  it('one look in vain is no outage of a portal', () => {
    const looks = (of: number) => [
      polled(of - (of % 5), of >= 10 && of < 15 ? 'silent' : 'answered'),
    ];
    expect(watch(row('.'.repeat(40), () => ({}), looks)).told).toEqual([]);
  });

  it('name resolution only', () => {
    const name = (of: number): Partial<Second> => {
      const askedAt = of - (of % 5);
      return { name: { answered: askedAt < 10 || askedAt >= 30, askedAt: at(askedAt) } };
    };
    const { told, counted } = watch(row('.'.repeat(40), name));
    expect(outages(told)).toEqual([{ subject: 'dns', kind: 'dns', from: 10, to: 30 }]);
    expect(counted.filter(({ bad }) => bad.has('dns'))).toHaveLength(20);
  });

  it('blames neither portal nor names for what failed with the line', () => {
    const down = (askedAt: number) => askedAt >= 10 && askedAt < 40;
    const looks = (of: number) => [
      polled(of - (of % 5), down(of - (of % 5)) ? 'silent' : 'answered'),
    ];
    const name = (of: number) => ({
      name: { answered: !down(of - (of % 5)), askedAt: at(of - (of % 5)) },
    });
    const marks = `${'.'.repeat(10)}${'x'.repeat(30)}${'.'.repeat(20)}`;
    const { told } = watch(row(marks, name, looks));
    expect(outages(told)).toEqual([{ subject: 'line', kind: 'line', from: 10, to: 40 }]);
  });
});

describe('a line whose far ends are asked now and then', () => {
  const only = (seconds: number, isDown: (askedAt: number) => boolean) =>
    Array.from({ length: seconds }, (_, of) => {
      const askedAt = of - (of % 5);
      return second(of, [polled(askedAt, isDown(askedAt) ? 'silent' : 'answered', 'target:web')]);
    });

  it('is down from the first look in vain to the first answer, and says how far off that may be', () => {
    const { told, counted } = watch(only(60, (askedAt) => askedAt >= 20 && askedAt < 35));
    expect(outages(told)).toEqual([{ subject: 'line', kind: 'line', from: 20, to: 35 }]);
    expect(told.at(-1)?.startUnsureS).toBe(4);
    expect(lines(counted)).toBe(`${'.'.repeat(20)}${'x'.repeat(15)}${'.'.repeat(25)}`);
  });

  it('is not in outage for one look in vain', () => {
    expect(watch(only(60, (askedAt) => askedAt === 20)).told).toEqual([]);
  });

  it('does not wait for a far end that has been down by itself for long', () => {
    const ends = (of: number) => [
      polled(of - (of % 5), of - (of % 5) >= 50 ? 'silent' : 'answered'),
    ];
    const { told } = watch(row('x'.repeat(80), () => ({}), ends));
    const line = outages(told).filter(({ subject }) => subject === 'line');
    expect(line).toEqual([{ subject: 'line', kind: 'line', from: 50, to: undefined }]);
  });
});

describe('time that nobody saw', () => {
  it('is counted by nobody, and ends no outage later than was seen', () => {
    const { told, counted } = watch(row(`..xxxxx${' '.repeat(50)}...`));
    expect(outages(told)).toEqual([{ subject: 'line', kind: 'line', from: 2, to: 7 }]);
    expect(told.at(-1)).toMatchObject({ endUnsureS: 50, unseenS: 0 });
    expect(lines(counted)).toBe('..xxxxx...');
  });

  it('lies within an outage that goes on, and is said to', () => {
    const { told, counted } = watch(row(`..xxxxx${' '.repeat(50)}xxx..`));
    expect(outages(told)).toEqual([{ subject: 'line', kind: 'line', from: 2, to: 60 }]);
    expect(told.at(-1)).toMatchObject({ unseenS: 50 });
    expect(counted).toHaveLength(12);
  });

  it('makes no outage of two stops on its both sides', () => {
    expect(watch(row(`..xx${' '.repeat(50)}xx..`)).told).toEqual([]);
  });
});

describe('for any weather', () => {
  const weather = fc.array(fc.constantFrom('.', '.', '.', 'x', 'x', 'r', ' '), { maxLength: 120 });
  const evidence = fc.record({
    router: fc.constantFrom(true, false, undefined),
    port: fc.constantFrom(true, false, undefined),
  });
  const rows = fc
    .tuple(weather, fc.array(evidence, { minLength: 1, maxLength: 40 }))
    .map(([marks, evidences]) =>
      row(
        marks.join(''),
        (of) => evidences[of % evidences.length] ?? {},
        (of) => [polled(of - (of % 7), of % 3 === 0 ? 'silent' : 'answered')],
      ),
    );

  it('counts every second that was seen once, in order', () => {
    fc.assert(
      fc.property(rows, (seconds) => {
        const { counted, watching } = watch(seconds);
        const seen = [...counted, ...watching.pending].map((each) => each.at);
        expect(seen.length).toBeLessThanOrEqual(seconds.length);
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
      }),
    );
  });

  it('never has two outages of one subject at once, and none that ends before it begins', () => {
    fc.assert(
      fc.property(rows, (seconds) => {
        const { told } = watch(seconds);
        for (const own of Map.groupBy(told, ({ subject }) => subject).values()) {
          const starts = own.map(({ startedAt }) => startedAt);
          expect(starts).toEqual(starts.toSorted((a, b) => a - b));
          // Another one begins only once the last was told to have ended.
          own.slice(1).forEach((next, before) => {
            const last = own[before];
            expect(last?.endedAt === undefined).toBe(last?.startedAt === next.startedAt);
            expect(next.startedAt).toBeGreaterThanOrEqual(last?.endedAt ?? next.startedAt);
          });
          for (const { startedAt, endedAt = Infinity } of own)
            expect(endedAt).toBeGreaterThan(startedAt);
        }
      }),
    );
  });

  it('and no far end but one, counts as down exactly the silent seconds of the line', () => {
    fc.assert(
      fc.property(weather, (marks) => {
        const plain = marks.filter((mark) => mark !== 'r').join('');
        const { counted } = watch(row(plain));
        expect(lines(counted)).toBe(plain.replaceAll(' ', ''));
      }),
    );
  });
});

describe('thirty days', () => {
  it('have the availability of their outages, whenever the agent was off', () => {
    const DAY = 86_400;
    const down = [
      [3_600, 4_000],
      [5 * DAY, 5 * DAY + 7_200],
      [12 * DAY + 59, 12 * DAY + 61],
    ] as const;
    const off = [
      [8 * DAY, 9 * DAY],
      [5 * DAY + 3_000, 5 * DAY + 3_600],
    ] as const;
    const within = (spans: readonly (readonly [number, number])[], of: number) =>
      spans.some(([from, to]) => of >= from && of < to);
    let watching = freshWatching;
    let minute: Minute | undefined;
    const sum = { up: 0, down: 0, minutes: 0 };
    const told: Outage[] = [];
    const add = (counted: readonly Counted[]) => {
      const { minute: rest, over } = count(minute, counted);
      minute = rest;
      for (const each of over) {
        sum.up += each.up;
        sum.down += each.down;
        sum.minutes += 1;
      }
    };
    for (let of = 0; of < 30 * DAY; of += 1) {
      if (within(off, of)) continue;
      const step = observe(
        watching,
        second(of, [centre(of, within(down, of) ? 'silent' : 'answered')]),
      );
      watching = step.watching;
      told.push(...step.told);
      add(step.counted);
    }
    sum.up += minute?.up ?? 0;
    sum.down += minute?.down ?? 0;
    const downSeconds = 400 + (7_200 - 600) + 2;
    expect(sum.down).toBe(downSeconds);
    expect(sum.up).toBe(29 * DAY - 600 - downSeconds);
    expect(outages(told)).toEqual([
      { subject: 'line', kind: 'line', from: 3_600, to: 4_000 },
      { subject: 'line', kind: 'line', from: 5 * DAY, to: 5 * DAY + 7_200 },
    ]);
    expect(told.at(-1)?.unseenS).toBe(600);
  }, 120_000);
});
