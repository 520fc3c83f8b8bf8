import { expect, it, vi } from 'vitest';
import { startInfluxd } from '../peers/influxd.ts';
import { describeWithPeers } from '../peers.ts';
import { startedCollector } from './started.ts';

describeWithPeers(['influxd'], 'a collector whose history is an InfluxDB', () => {
  it('stores there what agents write, and answers history from there', async () => {
    const influxd = await startInfluxd();
    await influxd.createDatabase('hatang');
    const history = { kind: 'influx', url: influxd.url, database: 'hatang' };
    const collector = await startedCollector({ config: { history } });
    const token = await collector.enrol('thcs-a');
    const at = Date.now();
    const body = `uplink_ping,device=line,target=hcm up=true,latency_s=0.012,sent=10i ${at}`;
    const written = await collector.call('/api/v2/write?precision=ms', { token, body });
    expect(written.status).toBe(204);
    const path = '/api/v1/history?school=thcs-a&measurement=uplink_ping&field=latency_s';
    const asked = `${path}&from=${at - 1_000}&to=${at + 1_000}`;
    await vi.waitFor(
      async () => {
        const { series } = (await (await collector.call(asked)).json()) as { series: object[] };
        expect(series).toEqual([
          {
            tags: { device: 'line', target: 'hcm' },
            points: [{ at: new Date(at).toISOString(), value: 0.012 }],
          },
        ]);
      },
      { timeout: 8_000, interval: 100 },
    );
    await collector.end();
    await influxd.stop();
  });
});
