export const DEVICE_KINDS = [
  'uplink',
  'server',
  'camera',
  'recorder',
  'machine',
  'gateway',
  'switch',
  'printer',
  'ups',
  'agent',
] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];
