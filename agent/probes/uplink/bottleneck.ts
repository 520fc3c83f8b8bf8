import type { Text } from '../../../kit/text.ts';
import type { Bps } from '../../../kit/units.ts';
import { BUSY, type Direction } from './bandwidth.ts';

export type Where = 'line' | 'far_end' | 'agent' | 'local_network' | 'unknown';

/** What held the rate down. Only `line` is the provider's; the reason is told with its figures. */
export interface Bottleneck {
  readonly where: Where;
  readonly why: Text;
}

export interface Evidence {
  readonly down: Direction;
  readonly up: Direction;
  readonly linkBps: Bps | undefined;
  readonly contract?: { readonly down: Bps; readonly up: Bps } | undefined;
}

/** Of a network port's speed, IP packets of 1,500 bytes in frames of 1,538 can be this much. Source: IEEE 802.3. */
const IP_SHARE = 1_500 / 1_538;
const AT_PORT_SPEED = 0.93;
const FAST_ETHERNET = 100e6;
/** Close to what a 100-Mbit/s port somewhere in the building can carry at most. */
const LIKE_FAST_ETHERNET = 0.03;
const CONTRACT_KEPT = 0.9;

export function bottleneckOf(evidence: Evidence): Bottleneck {
  const { down, up } = evidence;
  const failed = [down, up].find(({ rate }) => !rate.ok);
  if (failed !== undefined && !failed.rate.ok) return unmeasured(failed.rate.problem);
  return (
    keptContract(evidence) ??
    busyAgent(evidence) ??
    busyFarEnd(evidence) ??
    slowPort(evidence) ??
    likeFastEthernet(evidence) ?? { where: 'line', why: BOTH_AT_EASE }
  );
}

const BOTH_AT_EASE: Text = {
  vi: 'máy chủ và máy đo còn dư sức, cổng mạng nhanh hơn tốc độ đo được',
  en: 'server and far end had power to spare, and the network port is faster than the rate',
};

const unmeasured = (problem: string): Bottleneck => ({
  where: 'unknown',
  why: { vi: `chưa đo được cả hai chiều (${problem})`, en: `not measured both ways (${problem})` },
});

const rateOf = ({ rate }: Direction): number => (rate.ok ? rate.value : 0);

function keptContract({ down, up, contract }: Evidence): Bottleneck | undefined {
  if (contract === undefined) return undefined;
  const kept =
    rateOf(down) >= CONTRACT_KEPT * contract.down && rateOf(up) >= CONTRACT_KEPT * contract.up;
  if (!kept) return undefined;
  const why = { vi: 'đường truyền đạt tốc độ hợp đồng', en: 'the line carries its contract' };
  return { where: 'line', why };
}

function busyAgent({ down, up }: Evidence): Bottleneck | undefined {
  const busy = Math.max(down.agentBusy, up.agentBusy);
  if (busy < BUSY) return undefined;
  return {
    where: 'agent',
    why: {
      vi: `máy chủ không kịp xử lý trong lúc đo (bận ${percent(busy)}); đường truyền có thể nhanh hơn`,
      en: `the server could not keep up meanwhile (${percent(busy)} busy); the line may be faster`,
    },
  };
}

function busyFarEnd({ down, up }: Evidence): Bottleneck | undefined {
  const busy = Math.max(down.farEnd?.busy ?? 0, up.farEnd?.busy ?? 0);
  if (busy < BUSY) return undefined;
  return {
    where: 'far_end',
    why: {
      vi: `máy đo ở trung tâm không kịp xử lý trong lúc đo (bận ${percent(busy)}); đường truyền có thể nhanh hơn`,
      en: `the far end could not keep up meanwhile (${percent(busy)} busy); the line may be faster`,
    },
  };
}

function slowPort({ down, up, linkBps }: Evidence): Bottleneck | undefined {
  const rate = Math.max(rateOf(down), rateOf(up));
  if (linkBps === undefined || rate < AT_PORT_SPEED * IP_SHARE * linkBps) return undefined;
  return {
    where: 'local_network',
    why: {
      vi: `cổng mạng của máy chủ chỉ chạy ${linkBps / 1e6} Mbit/s; đường truyền có thể nhanh hơn`,
      en: `the server's network port runs at ${linkBps / 1e6} Mbit/s; the line may be faster`,
    },
  };
}

/** A switch or cable on the way is seen by its figure alone, so the contract must promise more. */
function likeFastEthernet({ down, up, contract }: Evidence): Bottleneck | undefined {
  const most = FAST_ETHERNET * IP_SHARE;
  const isLike = (direction: Direction, promised = Number.POSITIVE_INFINITY): boolean =>
    Math.abs(rateOf(direction) - most) <= LIKE_FAST_ETHERNET * most &&
    promised > 1.2 * FAST_ETHERNET;
  if (!isLike(down, contract?.down) && !isLike(up, contract?.up)) return undefined;
  if (contract === undefined) return { where: 'unknown', why: LINE_OR_PORT };
  return {
    where: 'local_network',
    why: {
      vi: 'tốc độ đúng bằng mức tối đa của cổng 100 Mbit/s: kiểm tra dây, bộ chia mạng trong trường',
      en: 'the rate is just what a 100-Mbit/s port carries: check cables and switches in the school',
    },
  };
}

const LINE_OR_PORT: Text = {
  vi: 'tốc độ đúng bằng mức tối đa của cổng 100 Mbit/s: do hợp đồng hay do cổng mạng thì phải biết hợp đồng',
  en: 'the rate is just what a 100-Mbit/s port carries: whether that is the contract or a port, only the contract tells',
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;
