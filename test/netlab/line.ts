/** A school's line as a bench asks for it. Rates are what the shapers let through, headers of layer 2 included. */
export interface LineOptions {
  /** Names of namespaces begin with it, so that several lines stand beside one another. */
  readonly prefix: string;
  readonly downMbit: number;
  readonly upMbit: number;
  /** One way; half of the round trip. */
  readonly delayMs: number;
  /** Packets lost of a million, in each direction. */
  readonly lossPpm: number;
  /** What the shaper's queue holds, as time at its rate. */
  readonly queueMs: number;
  /** So much passes faster than the rate after a silence; undefined is none to speak of. */
  readonly burstBytes: number | undefined;
  /** How fast the burst passes; undefined is as fast as the machine can. */
  readonly peakMbit: number | undefined;
  /** Segmentation offload: fast, but counters and losses are of big packets then. */
  readonly offload: 'auto' | 'on' | 'off';
  /** Rate of the port the school's server hangs on; undefined is faster than the line. */
  readonly portMbit: number | undefined;
  /** Whether the server's own port says so; else it is a switch on the way. */
  readonly portShown: boolean;
  readonly udpBlocked: boolean;
  readonly congestion: string;
  /** How old the router's counters may be; undefined is a router without SNMP. */
  readonly counterAgeS: number | undefined;
  /** Whatever happens, the line is gone after so long. */
  readonly lifeS: number;
}

export const DEFAULT_LINE: Omit<LineOptions, 'prefix'> = {
  downMbit: 100,
  upMbit: 50,
  delayMs: 10,
  lossPpm: 0,
  queueMs: 50,
  burstBytes: undefined,
  peakMbit: undefined,
  offload: 'auto',
  portMbit: undefined,
  portShown: true,
  udpBlocked: false,
  congestion: 'bbr',
  counterAgeS: 0,
  lifeS: 3_600,
};

/** Who stands on the line: far end and the rest of the world – provider – the school's router – its server and another machine. */
export const PLACES = ['far', 'net', 'isp', 'rtr', 'agt', 'lan'] as const;
export type Place = (typeof PLACES)[number];

export const namespaceOf = (prefix: string, place: Place): string => `${prefix}-${place}`;

export const ADDRESS = {
  far: '10.99.2.2',
  ispFar: '10.99.2.1',
  /** Somebody else than the far end, who is as near as the provider. */
  net: '10.99.3.2',
  ispNet: '10.99.3.1',
  isp: '10.99.1.1',
  wan: '10.99.1.2',
  /** The router as the school's server sees it; SNMP answers here. */
  router: '10.99.10.1',
  agt: '10.99.10.2',
  routerLan: '10.99.11.1',
  lan: '10.99.11.2',
} as const;

/** The router's port towards the provider, as ifName and ifDescr call it. */
export const WAN_PORT = 'wan';

/** Loss is drawn per packet, and a slow line's queue holds few of the big ones. */
export function hasOffload({ offload, lossPpm, downMbit, upMbit }: LineOptions): boolean {
  if (offload !== 'auto') return offload === 'on';
  return lossPpm === 0 && downMbit >= 50 && upMbit >= 50;
}
