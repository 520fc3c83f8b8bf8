import {
  ADDRESS,
  hasOffload,
  type LineOptions,
  namespaceOf,
  PLACES,
  type Place,
  WAN_PORT,
} from './line.ts';

export type Command = readonly string[];

/** Everything but the delay line between provider and far end, which a program of its own makes. */
export function groundCommands(line: LineOptions): readonly Command[] {
  const ns = (place: Place) => namespaceOf(line.prefix, place);
  const cable = (one: Port, other: Port): Command =>
    words(
      `ip link add ${one.name} netns ${ns(one.place)} type veth peer name ${other.name} netns ${ns(other.place)}`,
    );
  return [
    ...PLACES.map((place) => ['ip', 'netns', 'add', ns(place)]),
    ...PLACES.map((place) => words(`ip -n ${ns(place)} link set lo up`)),
    cable(PORTS.isp, PORTS.wan),
    cable(PORTS.ispNet, PORTS.net),
    cable(PORTS.routerAgt, PORTS.agt),
    cable(PORTS.routerLan, PORTS.lan),
    ...(hasDelayLine(line) ? [] : [cable(PORTS.ispFar, PORTS.far)]),
  ];
}

/** The delay line's own arguments: a delay and a loss each way. */
export function delayArguments(line: LineOptions): readonly string[] {
  const us = Math.round(line.delayMs * 1_000);
  const { isp, far } = { isp: PORTS.ispFar.name, far: PORTS.far.name };
  const ns = (place: Place) => namespaceOf(line.prefix, place);
  const offload = hasOffload(line) ? 1 : 0;
  return words(
    `${ns('isp')} ${isp} ${ns('far')} ${far} ${us} ${us} ${line.lossPpm} ${line.lossPpm} ${offload}`,
  );
}

/** A line of no delay and no loss is a plain cable: it carries more small packets a second. */
export const hasDelayLine = ({ delayMs, lossPpm }: LineOptions): boolean =>
  delayMs > 0 || lossPpm > 0;

/** Addresses, routes, offloads, shapers: once every port stands. */
export function lineCommands(line: LineOptions): readonly Command[] {
  const { prefix } = line;
  const route = (place: Place, what: string): Command =>
    words(`ip -n ${namespaceOf(prefix, place)} route add ${what}`);
  return [
    ...Object.values(PORTS).flatMap((port) => portCommands(line, port)),
    ...(['isp', 'rtr'] as const).map((place) =>
      within(prefix, place, 'sysctl -qw net.ipv4.ip_forward=1'),
    ),
    ...(['far', 'agt', 'lan'] as const).map((place) =>
      within(prefix, place, `sysctl -qw net.ipv4.tcp_congestion_control=${line.congestion}`),
    ),
    route('far', `default via ${ADDRESS.ispFar}`),
    route('net', `default via ${ADDRESS.ispNet}`),
    route('isp', `10.99.8.0/21 via ${ADDRESS.wan}`),
    route('rtr', `default via ${ADDRESS.isp}`),
    route('agt', `default via ${ADDRESS.router}`),
    route('lan', `default via ${ADDRESS.routerLan}`),
    ...shapers(line),
    ...(line.udpBlocked ? [blockUdp(prefix)] : []),
  ];
}

interface Port {
  readonly place: Place;
  readonly name: string;
  readonly address: string;
}

const PORTS = {
  far: { place: 'far', name: 'line', address: ADDRESS.far },
  ispFar: { place: 'isp', name: 'line', address: ADDRESS.ispFar },
  net: { place: 'net', name: 'eth0', address: ADDRESS.net },
  ispNet: { place: 'isp', name: 'net', address: ADDRESS.ispNet },
  isp: { place: 'isp', name: 'rtr', address: ADDRESS.isp },
  wan: { place: 'rtr', name: WAN_PORT, address: ADDRESS.wan },
  routerAgt: { place: 'rtr', name: 'agt', address: ADDRESS.router },
  agt: { place: 'agt', name: 'eth0', address: ADDRESS.agt },
  routerLan: { place: 'rtr', name: 'lan', address: ADDRESS.routerLan },
  lan: { place: 'lan', name: 'eth0', address: ADDRESS.lan },
} as const satisfies Record<string, Port>;

/** Long enough that only the shapers drop. */
const DEVICE_QUEUE = 20_000;

function portCommands(line: LineOptions, { place, name, address }: Port): readonly Command[] {
  const ns = namespaceOf(line.prefix, place);
  const isDelayLine = name === PORTS.far.name && hasDelayLine(line);
  const plain =
    hasOffload(line) || isDelayLine
      ? []
      : [within(line.prefix, place, `ethtool -K ${name} tso off gso off gro off`)];
  return [
    words(`ip -n ${ns} addr add ${address}/24 dev ${name}`),
    words(`ip -n ${ns} link set ${name} txqueuelen ${DEVICE_QUEUE} up`),
    ...plain,
  ];
}

/** Shaped in the middle, never on the sender, whose own queue would push back instead of dropping. */
function shapers(line: LineOptions): readonly Command[] {
  const { downMbit, upMbit, portMbit, queueMs, burstBytes, peakMbit } = line;
  const offload = hasOffload(line);
  const shape = ({ place, name }: Port, rate: Shape): Command =>
    within(line.prefix, place, `tc qdisc add dev ${name} root ${tokenBucket(rate, offload)}`);
  const plain = { queueMs, burstBytes: undefined, peakMbit: undefined };
  const port = portMbit === undefined ? [] : [PORTS.routerAgt, PORTS.agt];
  return [
    shape(PORTS.isp, { mbit: downMbit, queueMs, burstBytes, peakMbit }),
    shape(PORTS.wan, { mbit: upMbit, queueMs, burstBytes, peakMbit }),
    ...port.map((each) => shape(each, { mbit: portMbit ?? 0, ...plain })),
  ];
}

interface Shape {
  readonly mbit: number;
  readonly queueMs: number;
  readonly burstBytes: number | undefined;
  readonly peakMbit: number | undefined;
}

/** A queue shorter than this would drop what one sender's window sends at once. */
const LEAST_QUEUE_BYTES = 30_000;

export function tokenBucket(shape: Shape, offload: boolean): string {
  const least = bucketBytes(shape.mbit, offload);
  const burst = Math.max(shape.burstBytes ?? 0, least);
  const queue = Math.max(bytesIn(shape.mbit, shape.queueMs), LEAST_QUEUE_BYTES) + least;
  const { peakMbit } = shape;
  const peak =
    peakMbit === undefined ? '' : ` peakrate ${peakMbit}mbit mtu ${bucketBytes(peakMbit, offload)}`;
  return `tbf rate ${shape.mbit}mbit burst ${burst} limit ${queue}${peak}`;
}

/** A millisecond of the rate, so that a late timer loses nothing, and one packet at least. */
const bucketBytes = (mbit: number, offload: boolean): number =>
  Math.max(bytesIn(mbit, 1), offload ? 70_000 : 3_200);

const bytesIn = (mbit: number, ms: number): number => Math.floor((mbit * 1e6 * ms) / 8_000);

/** A routing rule, as the kernels and machines at hand have no packet filter in common. */
const blockUdp = (prefix: string): Command =>
  words(`ip -n ${namespaceOf(prefix, 'isp')} rule add ipproto udp blackhole`);

const within = (prefix: string, place: Place, command: string): Command => [
  ...words(`ip netns exec ${namespaceOf(prefix, place)}`),
  ...words(command),
];

const words = (text: string): readonly string[] => text.split(' ');
