import { expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { seriesOf } from '../history/steps.ts';
import { historyJson } from './history-json.ts';

const AT = Date.parse('2026-11-23T00:00:00Z');
const point = (place: number, value: number | boolean | string) => ({
  at: epochMs(AT + place * 1_000),
  value,
});

it('an answer of a history is the JSON of its head, its series and their points', () => {
  const head = { school: 'thpt-a', step: 300_000 };
  const series = [
    { tags: { device: 'a "b"' }, points: [point(0, 1 / 3), point(1, -0), point(2, 1e21)] },
    { tags: {}, points: [point(0, true), point(1, 'mất "kết nối"\n\u2028')] },
  ];
  const text = [
    ...historyJson(
      head,
      series.map((one) => seriesOf(one.tags, one.points)),
    ),
  ].join('');
  const written = series.map(({ tags, points }) => ({
    tags,
    points: points.map(({ at, value }) => ({ at: new Date(at).toISOString(), value })),
  }));
  expect(text).toBe(JSON.stringify({ ...head, series: written }));
});

it('an answer without a series is whole', () => {
  expect([...historyJson({ school: 'a' }, [])].join('')).toBe('{"school":"a","series":[]}');
});

it('an answer of many points comes in many pieces', () => {
  const points = Array.from({ length: 12_000 }, (_, place) => point(place, place));
  const pieces = [...historyJson({}, [seriesOf({}, points)])];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(400_000);
  expect(JSON.parse(pieces.join('')).series[0].points).toHaveLength(12_000);
});
