/** Source: RFC 3418 (system group). */
export const SYSTEM = {
  descr: '1.3.6.1.2.1.1.1.0',
  objectId: '1.3.6.1.2.1.1.2.0',
  /** Since the agent was started, not the machine. */
  upTime: '1.3.6.1.2.1.1.3.0',
  name: '1.3.6.1.2.1.1.5.0',
  location: '1.3.6.1.2.1.1.6.0',
  /** hrSystemUptime: since the machine was started. Source: RFC 2790 §4. */
  hostUpTime: '1.3.6.1.2.1.25.1.1.0',
  /** hrMemorySize, in KiB. */
  memorySize: '1.3.6.1.2.1.25.2.2.0',
} as const;

/** Columns of hrStorageTable, hrDeviceTable and hrProcessorTable. Source: RFC 2790 §4. */
export const HOST = {
  storageType: '1.3.6.1.2.1.25.2.3.1.2',
  storageDescr: '1.3.6.1.2.1.25.2.3.1.3',
  storageUnits: '1.3.6.1.2.1.25.2.3.1.4',
  storageSize: '1.3.6.1.2.1.25.2.3.1.5',
  storageUsed: '1.3.6.1.2.1.25.2.3.1.6',
  deviceType: '1.3.6.1.2.1.25.3.2.1.2',
  deviceDescr: '1.3.6.1.2.1.25.3.2.1.3',
  /** Percent, mean of the last minute. */
  processorLoad: '1.3.6.1.2.1.25.3.3.1.2',
} as const;

export const STORAGE_RAM = '1.3.6.1.2.1.25.2.1.2';
export const STORAGE_FIXED_DISK = '1.3.6.1.2.1.25.2.1.4';
export const DEVICE_PROCESSOR = '1.3.6.1.2.1.25.3.1.3';

/**
 * Columns of ifTable and ifXTable. The 64-bit octets, because the 32-bit twins wrap in 34 s at 1 Gbit/s.
 * Source: RFC 2863 §3.1.6 and §6.
 */
export const INTERFACE = {
  descr: '1.3.6.1.2.1.2.2.1.2',
  type: '1.3.6.1.2.1.2.2.1.3',
  speed: '1.3.6.1.2.1.2.2.1.5',
  operStatus: '1.3.6.1.2.1.2.2.1.8',
  inErrors: '1.3.6.1.2.1.2.2.1.14',
  outErrors: '1.3.6.1.2.1.2.2.1.20',
  name: '1.3.6.1.2.1.31.1.1.1.1',
  inOctets: '1.3.6.1.2.1.31.1.1.1.6',
  outOctets: '1.3.6.1.2.1.31.1.1.1.10',
  /** ifHighSpeed, in Mbit/s. */
  highSpeed: '1.3.6.1.2.1.31.1.1.1.15',
  /** sysUpTime at which counters last lost continuity. */
  discontinuity: '1.3.6.1.2.1.31.1.1.1.19',
} as const;

/** ifXTable's unicast frames, 64-bit. Source: RFC 2863 §6. */
export const FRAMES = {
  inFrames: '1.3.6.1.2.1.31.1.1.1.7',
  outFrames: '1.3.6.1.2.1.31.1.1.1.11',
} as const;

/** ifType softwareLoopback. Source: IANAifType-MIB. */
export const TYPE_LOOPBACK = 24;
export const STATUS_UP = 1;
