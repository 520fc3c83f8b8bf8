/**
 * What VictoriaMetrics dropped after it had answered 204, from its own /metrics; undefined where another server answers.
 * Source: victoria-metrics 1.79.5: vm_rows_invalid_total{type="influx"} for lines it can't read, vm_rows_ignored_total
 * {reason="small_timestamp"} and others for points beyond its retention or in the future.
 */
export function droppedRows(metrics: string): number | undefined {
  let dropped: number | undefined;
  for (const [, value] of metrics.matchAll(
    /^vm_rows_(?:invalid_total\{type="influx"\}|ignored_total\{[^}\n]{0,200}\}) (\d{1,15})$/gm,
  ))
    dropped = (dropped ?? 0) + Number(value);
  return dropped;
}
