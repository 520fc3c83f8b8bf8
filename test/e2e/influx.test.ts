import { expect, it, vi } from 'vitest';
import { startInfluxd } from '../peers/influxd.ts';
import { startVictoriaMetrics } from '../peers/victoria-metrics.ts';
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

  it('takes facts while it is away, says so, and writes them there once it is back', async () => {
    const influxd = await startInfluxd();
    await influxd.kill();
    const history = { kind: 'influx', url: influxd.url, database: 'hatang', create: true };
    const collector = await startedCollector({ config: { history } });
    const token = await collector.enrol('thcs-a');
    const at = Date.now();
    const body = `uplink_ping,device=line,target=hcm up=true,latency_s=0.012 ${at}`;
    const written = await collector.call('/api/v2/write?precision=ms', { token, body });
    expect(written.status).toBe(204);
    const asked = '/api/v1/history?school=thcs-a&measurement=uplink_ping&field=latency_s';
    const refused = await collector.call(asked);
    expect(refused.status).toBe(503);
    const figures = async () => await (await collector.call('/metrics')).text();
    await vi.waitFor(
      async () => {
        expect(await figures()).toMatch(/^hatang_history_waiting_lines 1$/m);
        expect(await figures()).toMatch(/^hatang_history_server_away 1$/m);
      },
      { timeout: 8_000, interval: 100 },
    );
    await influxd.start();
    await vi.waitFor(
      async () => {
        const { series } = (await (await collector.call(asked)).json()) as { series: object[] };
        expect(series).toHaveLength(1);
        expect(await figures()).toMatch(/^hatang_history_waiting_lines 0$/m);
      },
      { timeout: 15_000, interval: 200 },
    );
    await collector.end();
    await influxd.stop();
  }, 40_000);
});

describeWithPeers(['victoria-metrics'], 'a collector with a mirror in VictoriaMetrics', () => {
  it('answers from its own history, and writes it there too', async () => {
    const vm = await startVictoriaMetrics();
    const history = { kind: 'sqlite', mirror: { url: vm.url, database: 'hatang' } };
    const collector = await startedCollector({ config: { history } });
    const token = await collector.enrol('thcs-a');
    const body = `uplink_ping,device=line,target=hcm up=true,latency_s=0.012 ${Date.now()}`;
    const written = await collector.call('/api/v2/write?precision=ms', { token, body });
    expect(written.status).toBe(204);
    const asked = '/api/v1/history?school=thcs-a&measurement=uplink_ping&field=latency_s';
    const { series } = (await (await collector.call(asked)).json()) as { series: object[] };
    expect(series).toHaveLength(1);
    await vi.waitFor(
      async () => expect(await vm.points('uplink_ping_latency_s{school="thcs-a"}')).toBe(1),
      { timeout: 8_000, interval: 100 },
    );
    await collector.end();
    await vm.stop();
  }, 30_000);

  it('as a history of its own can’t be read, and says so', async () => {
    const vm = await startVictoriaMetrics();
    const history = { kind: 'influx', url: vm.url, database: 'hatang' };
    const collector = await startedCollector({ config: { history } });
    await collector.enrol('thcs-a');
    const asked = '/api/v1/history?school=thcs-a&measurement=uplink_ping&field=latency_s';
    const answer = await collector.call(asked);
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain('mirror');
    await collector.end();
    await vm.stop();
  }, 30_000);
});
