import type { Metric } from './metric.ts';

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Metrics as Prometheus reads them: help and type once a name, its samples together below.
 * Source: prometheus.io/docs/instrumenting/exposition_formats, text format 0.0.4.
 */
export function exposition(metrics: readonly Metric[]): string {
  const families = Map.groupBy(metrics, ({ name }) => name);
  const lines = [...families].flatMap(([name, [first, ...others]]) =>
    first === undefined
      ? []
      : [
          `# HELP ${name} ${first.help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`,
          `# TYPE ${name} ${first.type}`,
          ...[first, ...others].flatMap(samplesOf),
        ],
  );
  return `${lines.join('\n')}\n`;
}

function samplesOf(metric: Metric): readonly string[] {
  const { name, labels = {} } = metric;
  if (metric.type !== 'histogram')
    return [`${name}${labelText(labels)} ${numberText(metric.value)}`];
  const bucket = (le: string, count: number) =>
    `${name}_bucket${labelText({ ...labels, le })} ${count}`;
  return [
    ...metric.buckets.map(({ atMost, count }) => bucket(numberText(atMost), count)),
    bucket('+Inf', metric.count),
    `${name}_sum${labelText(labels)} ${numberText(metric.sum)}`,
    `${name}_count${labelText(labels)} ${metric.count}`,
  ];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string =>
  value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

/** Every finite number of JavaScript is one of Go's too. */
const numberText = (value: number): string =>
  Number.isFinite(value) || Number.isNaN(value) ? `${value}` : value > 0 ? '+Inf' : '-Inf';
