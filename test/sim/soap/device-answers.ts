import type { Answers } from './answers.ts';
import { argument } from './call.ts';
import { branch, leaf, NAMESPACE, type ServicePrefix } from './envelope.ts';
import { type Posture, postureAnswers } from './posture-answers.ts';

export interface Identity {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly hardware: string;
}

export interface OnvifDevice {
  readonly identity: Identity;
  readonly hostname: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly offered: readonly ServicePrefix[];
  /** `host:port` of its SOAP side, known once it listens. */
  readonly address: () => string;
  readonly rtspAddress: () => string;
  readonly now: () => Date;
  readonly posture: Posture;
}

const SERVICE = {
  tds: { path: 'device_service', major: 2, minor: 60 },
  trt: { path: 'media_service', major: 2, minor: 60 },
  tr2: { path: 'media2_service', major: 2, minor: 60 },
  trc: { path: 'recording_service', major: 2, minor: 50 },
  tse: { path: 'search_service', major: 2, minor: 40 },
} as const;
/** Việt Nam: no daylight saving; POSIX writes the offset with its sign turned. */
const ZONE = { name: 'ICT-7', offsetMs: 7 * 3_600_000 } as const;
const MAC = '02:00:00:00:00:01';

const xAddr = (device: OnvifDevice, service: ServicePrefix): string =>
  `http://${device.address()}/onvif/${SERVICE[service].path}`;

/** The device service, read-only: there is no Set, Create, Delete or Reboot here on purpose. */
export function deviceAnswers(device: OnvifDevice): Answers {
  return {
    GetSystemDateAndTime: () => [dateAndTime(device.now(), device.posture.dateTimeType)],
    GetDeviceInformation: () => deviceInformation(device.identity),
    GetServices: (call) =>
      device.offered.map((service) =>
        describedService(device, service, argument(call, 'IncludeCapability') === 'true'),
      ),
    GetServiceCapabilities: () => [DEVICE_CAPABILITIES],
    GetCapabilities: () => [capabilities(device)],
    GetScopes: () => device.scopes.map(scope),
    GetHostname: () => [
      branch('tds:HostnameInformation', [
        leaf('tt:FromDHCP', false),
        leaf('tt:Name', device.hostname),
      ]),
    ],
    ...postureAnswers(device.posture, {
      user: device.user,
      ports: () => ({ soap: portOf(device.address()), rtsp: portOf(device.rtspAddress()) }),
    }),
    GetNetworkInterfaces: () => [networkInterface(device.address())],
  };
}

function deviceInformation(identity: Identity): string[] {
  return [
    leaf('tds:Manufacturer', identity.manufacturer),
    leaf('tds:Model', identity.model),
    leaf('tds:FirmwareVersion', identity.firmware),
    leaf('tds:SerialNumber', identity.serial),
    leaf('tds:HardwareId', identity.hardware),
  ];
}

const portOf = (address: string): number => Number(address.split(':').at(-1));

function dateAndTime(now: Date, type: Posture['dateTimeType'] = 'NTP'): string {
  return branch('tds:SystemDateAndTime', [
    leaf('tt:DateTimeType', type),
    leaf('tt:DaylightSavings', false),
    branch('tt:TimeZone', [leaf('tt:TZ', ZONE.name)]),
    dateTime('tt:UTCDateTime', now),
    dateTime('tt:LocalDateTime', new Date(now.getTime() + ZONE.offsetMs)),
  ]);
}

function dateTime(name: string, at: Date): string {
  return branch(name, [
    branch('tt:Time', [
      leaf('tt:Hour', at.getUTCHours()),
      leaf('tt:Minute', at.getUTCMinutes()),
      leaf('tt:Second', at.getUTCSeconds()),
    ]),
    branch('tt:Date', [
      leaf('tt:Year', at.getUTCFullYear()),
      leaf('tt:Month', at.getUTCMonth() + 1),
      leaf('tt:Day', at.getUTCDate()),
    ]),
  ]);
}

const DEVICE_CAPABILITIES = branch('tds:Capabilities', [
  branch('tds:Network', [], { NTP: 1, DHCPv6: false }),
  branch('tds:Security', [], { UsernameToken: true, HttpDigest: true, RemoteUserHandling: false }),
  branch('tds:System', [], { DiscoveryResolve: false, FirmwareUpgrade: false }),
]);

function describedService(device: OnvifDevice, service: ServicePrefix, withCapability: boolean) {
  const { major, minor } = SERVICE[service];
  const isTold = withCapability && service === 'tds';
  return branch('tds:Service', [
    leaf('tds:Namespace', NAMESPACE[service]),
    leaf('tds:XAddr', xAddr(device, service)),
    isTold ? branch('tds:Capabilities', [DEVICE_CAPABILITIES]) : '',
    branch('tds:Version', [leaf('tt:Major', major), leaf('tt:Minor', minor)]),
  ]);
}

function capabilities(device: OnvifDevice): string {
  const has = (service: ServicePrefix) => device.offered.includes(service);
  const address = (service: ServicePrefix) => leaf('tt:XAddr', xAddr(device, service));
  const streaming = branch('tt:StreamingCapabilities', [
    leaf('tt:RTPMulticast', false),
    leaf('tt:RTP_TCP', true),
    leaf('tt:RTP_RTSP_TCP', true),
  ]);
  const extension = [
    has('trc') ? branch('tt:Recording', [address('trc')]) : '',
    has('tse') ? branch('tt:Search', [address('tse'), leaf('tt:MetadataSearch', false)]) : '',
  ].join('');
  return branch('tds:Capabilities', [
    branch('tt:Device', [address('tds')]),
    has('trt') ? branch('tt:Media', [address('trt'), streaming]) : '',
    extension === '' ? '' : branch('tt:Extension', [extension]),
  ]);
}

const scope = (item: string): string =>
  branch('tds:Scopes', [leaf('tt:ScopeDef', 'Fixed'), leaf('tt:ScopeItem', item)]);

function networkInterface(address: string): string {
  const ipv4 = branch('tt:Manual', [
    leaf('tt:Address', address.split(':')[0] ?? ''),
    leaf('tt:PrefixLength', 8),
  ]);
  return branch(
    'tds:NetworkInterfaces',
    [
      leaf('tt:Enabled', true),
      branch('tt:Info', [leaf('tt:Name', 'eth0'), leaf('tt:HwAddress', MAC)]),
      branch('tt:IPv4', [
        leaf('tt:Enabled', true),
        branch('tt:Config', [ipv4, leaf('tt:DHCP', false)]),
      ]),
    ],
    { token: 'eth0' },
  );
}
