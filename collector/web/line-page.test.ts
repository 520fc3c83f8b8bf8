import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin } from '../../test/web-sample.ts';
import { sampleLinePage } from '../../test/web-sample-line-page.ts';
import type { LinePageView } from '../report/views.ts';
import { lineChart, niceAbove } from './line-chart.ts';
import { linePage } from './line-page.ts';
import type { PageContext } from './page-request.ts';

const context: PageContext = {
  query: {},
  caller: sampleAdmin,
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
};
const draw = (changes: Partial<LinePageView> = {}, fields?: Record<string, number | string>) => {
  const view = sampleLinePage('line');
  if (view === undefined) throw new Error('no sample line');
  const test = { measurement: 'uplink_bandwidth', tags: { device: 'line' }, at: NOW };
  const device =
    fields === undefined ? view.device : { ...view.device, facts: [{ ...test, fields }] };
  return linePage({ ...view, device, ...changes }, context).text;
};

describe('the page of a line', () => {
  it('sets what was measured beside capacity and contract', () => {
    const row =
      draw()
        .split('<tr>')
        .find((text) => text.includes('>Tải xuống</th>')) ?? '';
    expect(row).toContain('212,4 Mbit/s');
    expect(row).toContain('291 Mbit/s');
    expect(row).toContain('300 Mbit/s');
    expect(row).toContain('70,8 %');
    expect(row).toContain('182 ms');
  });

  it('says at least where something else than the line held the rate down, and gives no share', () => {
    const text = draw({}, { down_floor_bps: 95e6, bottleneck: 'local_network' });
    expect(text).toContain('ít nhất 95 Mbit/s');
    expect(text).toContain('mạng nội bộ của trường');
    expect(text).not.toContain('31,7 %');
  });

  it('says so where no contract is declared and nothing was tested', () => {
    expect(draw({ contract: { down: undefined, up: undefined } })).toContain('chưa kê khai');
    const view = sampleLinePage('line');
    const untested = view && { device: { ...view.device, facts: [] } };
    expect(draw(untested)).toContain('Chưa đo tốc độ lần nào');
  });

  it('says why the last turn made no test, and what the day has left', () => {
    expect(draw()).toMatch(/Lượt đo gần nhất được hoãn: đường truyền đang có người dùng nhiều\./);
    expect(draw()).toContain('204,8 MiB trên 1 GiB');
    expect(draw({}, { down_bps: 1e8 })).not.toContain('được hoãn');
  });

  it('draws lines that break where a day has no figure, and the same as a table', () => {
    const text = draw();
    expect(text.match(/<svg class="chart"/g)).toHaveLength(2);
    expect(text.match(/<polyline class="one"/g)?.length).toBeGreaterThan(3);
    expect(text).toContain('<th scope="row">25/11/2026</th>');
    expect(draw({ days: [] })).toContain('Chưa có số liệu theo ngày.');
  });
});

describe('a chart', () => {
  it.each([
    [0, 1],
    [0.012, 0.02],
    [300e6, 500e6],
    [1_000, 1_000],
    [7, 10],
  ])('of at most %f has an axis to %f', (value, most) => {
    expect(niceAbove(value)).toBeCloseTo(most, 6);
  });

  it('of no value at all is none', () => {
    const series = [{ name: 'a', kind: 'one' as const, values: [undefined] }];
    expect(lineChart({ label: 'x', series, levels: [], days: ['1/1'], say: String })).toBe(false);
  });
});
