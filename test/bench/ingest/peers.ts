/** The peers: InfluxDB 1.6.7, which syncs each write as we do, and VictoriaMetrics, which does not. */
import { startInfluxd } from '../../peers/influxd.ts';
import { startVictoriaMetrics } from '../../peers/victoria-metrics.ts';
import { FIELD, MEASUREMENT } from './batches.ts';
import { settled } from './folder.ts';
import type { Server } from './server.ts';

const AT_REST = { stillS: 15, patienceS: 180 };
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Its cache is written out and its files are merged soon after the last write, in place of ten minutes and four hours. */
const SOON = {
  INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION: '5s',
  INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION: '5s',
};

export async function influxd(): Promise<Server & { readonly folder: string }> {
  Object.assign(process.env, SOON);
  const server = await startInfluxd();
  await server.createDatabase('bench');
  return {
    name: 'influxd 1.6.7',
    pid: server.pid,
    folder: server.folder,
    target: { url: `${server.url}/write?db=bench&precision=ms`, headersOf: () => PLAIN },
    async points() {
      const q = `SELECT count(${FIELD}) FROM ${MEASUREMENT}`;
      const answer = await fetch(`${server.url}/query?${new URLSearchParams({ db: 'bench', q })}`);
      const { results } = (await answer.json()) as {
        results: { series?: { values: [string, number][] }[] }[];
      };
      return results[0]?.series?.[0]?.values[0]?.[1] ?? 0;
    },
    settle: async () => ({ all: await settled(server.folder, AT_REST) }),
    stop: server.stop,
  };
}

export async function victoriaMetrics(): Promise<Server> {
  const server = await startVictoriaMetrics(['-search.latencyOffset=0s']);
  const get = async (path: string): Promise<Response> => await fetch(`${server.url}${path}`);
  return {
    name: 'victoria-metrics',
    pid: server.pid,
    target: { url: `${server.url}/write?db=bench&precision=ms`, headersOf: () => PLAIN },
    async points() {
      await get('/internal/force_flush');
      const query = `sum(count_over_time(${MEASUREMENT}_${FIELD}[40h]))`;
      const time = String(Math.ceil(Date.now() / 1_000) + 60);
      const answer = await get(`/api/v1/query?${new URLSearchParams({ query, time })}`);
      const { data } = (await answer.json()) as {
        data?: { result: { value: [number, string] }[] };
      };
      return Number(data?.result[0]?.value[1] ?? 0);
    },
    async settle() {
      await get('/internal/force_flush');
      await get('/internal/force_merge');
      return { all: await settled(server.folder, AT_REST) };
    },
    stop: server.stop,
  };
}
