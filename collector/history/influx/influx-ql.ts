import * as z from 'zod';
import { epochMs } from '../../../kit/units.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import { specOf } from '../../../wire/measurements.ts';
import { type HistoryQuery, type HistorySeries, HistoryUnavailable } from '../history.ts';
import { type HistoryPoint, seriesOf, stepped } from '../steps.ts';

/** How a step is taken: by the server where the register tells the field's type, else by us. */
type Folding = 'mean' | 'last' | undefined;

export function folding({ measurement, field, step }: HistoryQuery): Folding {
  const spec = specOf(measurement)?.fields;
  const type = spec !== undefined && Object.hasOwn(spec, field) ? spec[field]?.type : undefined;
  if (step === undefined || type === undefined) return undefined;
  return type === 'float' || type === 'integer' ? 'mean' : 'last';
}

/** InfluxQL, which 1.x, 2.x and 3 all answer. */
export function influxQl(query: HistoryQuery): string {
  const fold = folding(query);
  const field = name(query.field);
  const tags = [['school', query.school] as const, ['device', query.device] as const]
    .filter(([, value]) => value !== undefined)
    .map(([tag, value]) => `${name(tag)} = ${word(value ?? '')}`);
  const span = `time >= ${query.from}ms AND time < ${query.to}ms`;
  return [
    `SELECT ${fold === undefined ? field : `${fold}(${field})`} FROM ${name(query.measurement)}`,
    `WHERE ${[...tags, span].join(' AND ')}`,
    fold === undefined ? 'GROUP BY *' : `GROUP BY time(${query.step}ms), * fill(none)`,
  ].join(' ');
}

const name = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
const word = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

const Value = z.union([z.number(), z.boolean(), z.string(), z.null()]);
const Answer = z.object({
  error: z.string().optional(),
  results: z
    .array(
      z.object({
        error: z.string().optional(),
        series: z
          .array(
            z.object({
              // 3 gives null for an absent tag, 1.x and 2.x an empty word.
              tags: z.record(z.string(), z.string().nullable()).optional(),
              values: z.array(z.tuple([z.number(), Value])),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

/** The series of an answer in JSON with `epoch=ms`; throws a HistoryUnavailable with the server's words where it is an error. */
export function readAnswer(
  text: string,
  query: HistoryQuery,
  clean: (words: string) => string,
): readonly HistorySeries[] {
  const answer = parsed(text);
  if (isStub(answer, query))
    throw new HistoryUnavailable(
      'unreadable',
      'this database can be written and not read in InfluxQL: keep the history in sqlite, with this as its mirror',
    );
  const { success, data: read } = Answer.safeParse(answer);
  if (!success) throw new HistoryUnavailable('unreachable', 'its answer is not InfluxQL’s');
  const problem = read.error ?? read.results?.find((result) => result.error !== undefined)?.error;
  if (problem !== undefined)
    throw new HistoryUnavailable('unreachable', `it refused: ${clean(problem).slice(0, 500)}`);
  const series = (read.results ?? []).flatMap((result) => result.series ?? []);
  return series
    .map(({ tags, values }) => seriesOf(ownTags(tags ?? {}), points(values, query)))
    .filter((one) => one.at.length > 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema says the same of what is no JSON.
    return undefined;
  }
}

/** VictoriaMetrics answers the list of its databases, whatever it is asked. */
const Stub = z.object({
  results: z.tuple([z.object({ series: z.tuple([z.object({ name: z.literal('databases') })]) })]),
});
const isStub = (answer: unknown, { measurement }: HistoryQuery): boolean =>
  measurement !== 'databases' && Stub.safeParse(answer).success;

/** Without `school`, which is ours, and without the empty tags that stand for absent ones. */
const ownTags = (tags: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([tag, value]) =>
      tag === 'school' || value === '' || value === null ? [] : [[tag, value]],
    ),
  );

function points(
  values: readonly (readonly [number, FieldValue | null])[],
  query: HistoryQuery,
): readonly HistoryPoint[] {
  const read = values.flatMap(([at, value]) =>
    value === null ? [] : [{ at: epochMs(at), value }],
  );
  return query.step === undefined || folding(query) !== undefined
    ? read
    : stepped(read, query.step);
}
