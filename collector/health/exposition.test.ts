import { describe, expect, it } from 'vitest';
import { scrape } from '../../test/exposition.ts';
import { exposition } from './exposition.ts';
import { Buckets, type Metric } from './metric.ts';

const gauge = (name: string, value: number, labels?: Record<string, string>): Metric => ({
  name,
  help: 'a figure',
  type: 'gauge',
  value,
  ...(labels === undefined ? {} : { labels }),
});

describe('metrics as Prometheus reads them', () => {
  it('stand together by name, whatever order they come in', () => {
    const text = exposition([gauge('a', 1, { x: '1' }), gauge('b', 2), gauge('a', 3, { x: '2' })]);
    expect(text).toBe(
      '# HELP a a figure\n# TYPE a gauge\na{x="1"} 1\na{x="2"} 3\n# HELP b a figure\n# TYPE b gauge\nb 2\n',
    );
    expect([...scrape(text).samples.values()]).toEqual([1, 3, 2]);
  });

  it('keep every character of a label and of a help', () => {
    const text = exposition([
      { ...gauge('a', 1, { x: 'quote " slash \\ line \n' }), help: 'two\nlines, a \\' },
    ]);
    expect(text).toBe(
      '# HELP a two\\nlines, a \\\\\n# TYPE a gauge\na{x="quote \\" slash \\\\ line \\n"} 1\n',
    );
    expect(scrape(text).samples.size).toBe(1);
  });

  it.each([
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [Number.NaN, 'NaN'],
    [-0.5, '-0.5'],
  ])('say %d as %s', (value, said) => {
    const text = exposition([gauge('a', value)]);
    expect(text.split('\n')[2]).toBe(`a ${said}`);
    expect(scrape(text).samples.size).toBe(1);
  });

  it('count a histogram upwards, the bound itself included', () => {
    const buckets = new Buckets([0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 7]) buckets.observe(value);
    const text = exposition([
      {
        name: 'h_seconds',
        help: 'spans',
        type: 'histogram',
        labels: { r: '/' },
        ...buckets.observed(),
      },
    ]);
    expect(Object.fromEntries(scrape(text).samples)).toEqual({
      'h_seconds_bucket{r="/",le="0.1"}': 2,
      'h_seconds_bucket{r="/",le="1"}': 3,
      'h_seconds_bucket{r="/",le="+Inf"}': 4,
      'h_seconds_sum{r="/"}': 7.65,
      'h_seconds_count{r="/"}': 4,
    });
  });
});
