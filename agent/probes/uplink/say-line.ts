import { bottleneckOf, type Evidence } from './bottleneck.ts';
import type { LineReport } from './report.ts';

const WHERE = {
  line: 'đường truyền',
  far_end: 'máy đo ở trung tâm',
  agent: 'máy chủ của trường',
  local_network: 'mạng nội bộ của trường',
  unknown: 'chưa rõ',
} as const;

const METHOD: Readonly<Record<string, string>> = {
  tcp4_kernel: 'đếm ở cổng mạng',
  tcp4_app: 'đếm ở chương trình, kém chính xác hơn khi mất gói',
};

/** A measurement for people. */
export function sayLine(report: LineReport, line: Evidence): string {
  const { server, down, up, latency } = report;
  const rate = ({ available_bps, capacity_bps, method, error }: LineReport['down']): string =>
    available_bps === null
      ? `không đo được (${error})`
      : [
          `${mbps(available_bps)} (${METHOD[method ?? ''] ?? method})`,
          ...(capacity_bps === null ? [] : [`năng lực đường truyền ${mbps(capacity_bps)}`]),
        ].join(', ');
  const span = (value: number | null): string => (value === null ? '–' : `${value} ms`);
  const { where, why } = bottleneckOf(line);
  return [
    `Điểm đo:      ${server}`,
    `Tải xuống:    ${rate(down)}`,
    `Tải lên:      ${rate(up)}`,
    `Độ trễ:       ${span(latency.idle_ms)}, độ rung ${span(latency.jitter_ms)}${
      latency.method === 'tcp_connect' ? ' (đo bằng TCP vì UDP bị chặn)' : ''
    }`,
    `Trễ khi đầy:  ${span(latency.loaded_down_ms)} khi tải xuống, ${span(latency.loaded_up_ms)} khi tải lên`,
    `Mất gói:      ${loss(latency)}`,
    `Chỗ nghẽn:    ${WHERE[where]} – ${why.vi}`,
    `Đã dùng:      ${(report.bytes / 1e6).toFixed(1)} MB trong ${report.seconds} giây`,
    '',
  ].join('\n');
}

const mbps = (value: number): string => `${(value / 1e6).toFixed(1)} Mbit/s`;

function loss({ loss_ratio, loss_ci }: LineReport['latency']): string {
  if (loss_ratio === null || loss_ci === null) return '–';
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return `${percent(loss_ratio)} (95 %: từ ${percent(loss_ci[0])} đến ${percent(loss_ci[1])})`;
}
