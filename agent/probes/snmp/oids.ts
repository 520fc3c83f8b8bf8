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
  /** ifNumber: how many rows ifTable has. Source: RFC 2863 §6. */
  portCount: '1.3.6.1.2.1.2.1.0',
} as const;

/** Columns of hrStorageTable. Source: RFC 2790 §4. */
export const STORAGE = {
  storageType: '1.3.6.1.2.1.25.2.3.1.2',
  storageDescr: '1.3.6.1.2.1.25.2.3.1.3',
  storageUnits: '1.3.6.1.2.1.25.2.3.1.4',
  storageSize: '1.3.6.1.2.1.25.2.3.1.5',
  storageUsed: '1.3.6.1.2.1.25.2.3.1.6',
} as const;

/** hrProcessorLoad: percent, mean of the last minute; one row a processor. */
export const PROCESSORS = { processorLoad: '1.3.6.1.2.1.25.3.3.1.2' } as const;
export const DEVICES = {
  deviceType: '1.3.6.1.2.1.25.3.2.1.2',
  deviceDescr: '1.3.6.1.2.1.25.3.2.1.3',
} as const;
/** hrSWInstalledIndex: the smallest column of the table, for who only counts its rows. */
export const SOFTWARE = { installed: '1.3.6.1.2.1.25.6.3.1.1' } as const;

export const STORAGE_RAM = '1.3.6.1.2.1.25.2.1.2';
export const STORAGE_FIXED_DISK = '1.3.6.1.2.1.25.2.1.4';
export const DEVICE_PROCESSOR = '1.3.6.1.2.1.25.3.1.3';

/** Of ifTable and ifXTable: what stands still or changes slowly. Source: RFC 2863 §3.1.6 and §6. */
const INTERFACE_STATE = {
  operStatus: '1.3.6.1.2.1.2.2.1.8',
  descr: '1.3.6.1.2.1.2.2.1.2',
  type: '1.3.6.1.2.1.2.2.1.3',
  speed: '1.3.6.1.2.1.2.2.1.5',
  physAddress: '1.3.6.1.2.1.2.2.1.6',
  inErrors: '1.3.6.1.2.1.2.2.1.14',
  outErrors: '1.3.6.1.2.1.2.2.1.20',
  name: '1.3.6.1.2.1.31.1.1.1.1',
  /** ifHighSpeed, in Mbit/s. */
  highSpeed: '1.3.6.1.2.1.31.1.1.1.15',
} as const;

/** The 64-bit octets, because the 32-bit twins wrap in 34 s at 1 Gbit/s; v1 can't carry them. */
const INTERFACE_COUNTERS = {
  inOctets: '1.3.6.1.2.1.31.1.1.1.6',
  outOctets: '1.3.6.1.2.1.31.1.1.1.10',
  /** sysUpTime at which counters last lost continuity. */
  discontinuity: '1.3.6.1.2.1.31.1.1.1.19',
} as const;

export const INTERFACE = { ...INTERFACE_STATE, ...INTERFACE_COUNTERS } as const;
export const COUNTER64_COLUMNS: readonly string[] = Object.keys(INTERFACE_COUNTERS);

/** ifXTable's unicast frames, 64-bit. Source: RFC 2863 §6. */
export const FRAMES = {
  inFrames: '1.3.6.1.2.1.31.1.1.1.7',
  outFrames: '1.3.6.1.2.1.31.1.1.1.11',
} as const;

/** dot3StatsDuplexStatus. Source: RFC 3635 §4. */
export const DUPLEX = { duplex: '1.3.6.1.2.1.10.7.2.1.19' } as const;

/** ifType softwareLoopback. Source: IANAifType-MIB. */
export const TYPE_LOOPBACK = 24;
export const STATUS_UP = 1;

/** entPhysicalClass, and of the chassis its names. Source: RFC 6933 §3. */
export const ENTITY_CLASS = { class: '1.3.6.1.2.1.47.1.1.1.1.5' } as const;
export const ENTITY_NAMES = {
  serial: '1.3.6.1.2.1.47.1.1.1.1.11',
  manufacturer: '1.3.6.1.2.1.47.1.1.1.1.12',
  model: '1.3.6.1.2.1.47.1.1.1.1.13',
} as const;
export const CLASS_CHASSIS = 3;

/** hrPrinterTable, of which prtGeneral's tables share the index. Source: RFC 2790 §4. */
export const PRINTER_STATE = {
  status: '1.3.6.1.2.1.25.3.5.1.1',
  detectedErrors: '1.3.6.1.2.1.25.3.5.1.2',
} as const;
/** prtMarkerLifeCount, prtMarkerSuppliesTable and prtAlertTable. Source: RFC 3805 §6. */
export const PRINTER_MARKERS = { lifeCount: '1.3.6.1.2.1.43.10.2.1.4' } as const;
export const PRINTER_SUPPLIES = {
  descr: '1.3.6.1.2.1.43.11.1.1.6',
  capacity: '1.3.6.1.2.1.43.11.1.1.8',
  level: '1.3.6.1.2.1.43.11.1.1.9',
} as const;
export const PRINTER_ALERTS = { alert: '1.3.6.1.2.1.43.18.1.1.8' } as const;

/** Source: RFC 1628 §2. */
export const UPS = {
  manufacturer: '1.3.6.1.2.1.33.1.1.1.0',
  model: '1.3.6.1.2.1.33.1.1.2.0',
  batteryStatus: '1.3.6.1.2.1.33.1.2.1.0',
  minutesLeft: '1.3.6.1.2.1.33.1.2.3.0',
  chargePercent: '1.3.6.1.2.1.33.1.2.4.0',
  outputSource: '1.3.6.1.2.1.33.1.4.1.0',
  /** upsOutputPercentLoad of the three lines at most. */
  load1: '1.3.6.1.2.1.33.1.4.4.1.5.1',
  load2: '1.3.6.1.2.1.33.1.4.4.1.5.2',
  load3: '1.3.6.1.2.1.33.1.4.4.1.5.3',
} as const;

/** lldpRemSysName by time, local port and neighbour; lldpLocPortId and lldpLocPortDesc by local port. Source: IEEE 802.1AB-2005 §12. */
export const LLDP_REMOTE = { sysName: '1.0.8802.1.1.2.1.4.1.1.9' } as const;
export const LLDP_LOCAL = {
  portId: '1.0.8802.1.1.2.1.3.7.1.3',
  portDescr: '1.0.8802.1.1.2.1.3.7.1.4',
} as const;

/** dot1dBasePortIfIndex, dot1dTpFdbPort, dot1qTpFdbPort. Source: RFC 4188 §4, RFC 4363 §4. */
export const BRIDGE_PORTS = { ifIndex: '1.3.6.1.2.1.17.1.4.1.2' } as const;
export const FORWARDING = { port: '1.3.6.1.2.1.17.4.3.1.2' } as const;
export const VLAN_FORWARDING = { port: '1.3.6.1.2.1.17.7.1.2.2.1.2' } as const;

/** Tables that not every device has: one question shows which. */
export const OPTIONAL_TABLES = {
  storage: STORAGE.storageType,
  devices: DEVICES.deviceType,
  processors: PROCESSORS.processorLoad,
  duplex: DUPLEX.duplex,
  entity: ENTITY_CLASS.class,
  printer: PRINTER_MARKERS.lifeCount,
  ups: '1.3.6.1.2.1.33.1.2',
  lldp: LLDP_REMOTE.sysName,
  forwarding: FORWARDING.port,
  vlanForwarding: VLAN_FORWARDING.port,
  software: SOFTWARE.installed,
} as const;
