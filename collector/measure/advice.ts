import type { Text } from '../../kit/text.ts';

/** What a far end should be told of its own TCP; undefined where nothing is wrong, or nothing known. */
export function congestionAdvice(congestion: string | undefined): Text | undefined {
  if (congestion === undefined || congestion === 'bbr') return undefined;
  const how = 'sysctl -w net.ipv4.tcp_congestion_control=bbr net.core.default_qdisc=fq';
  return {
    vi: `TCP của máy này dùng ${congestion}: đo tải xuống sẽ ra thấp khi đường truyền mất gói. Nên chạy: ${how}`,
    en: `TCP here uses ${congestion}: downloads over a line that loses packets will read low. Better: ${how}`,
  };
}
