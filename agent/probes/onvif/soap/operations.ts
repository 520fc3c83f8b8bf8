/**
 * Everything this reader ever asks of a device. All of it reads: there is no Set, Create, Delete
 * or Reboot here, and a test holds the list to that.
 */
export const NAMESPACES = {
  device: 'http://www.onvif.org/ver10/device/wsdl',
  media: 'http://www.onvif.org/ver10/media/wsdl',
  media2: 'http://www.onvif.org/ver20/media/wsdl',
  recording: 'http://www.onvif.org/ver10/recording/wsdl',
  search: 'http://www.onvif.org/ver10/search/wsdl',
} as const;
export type ServiceName = keyof typeof NAMESPACES;

const SCHEMA = 'http://www.onvif.org/ver10/schema';

export interface Operation {
  readonly service: ServiceName;
  readonly name: string;
  /** Inner XML; the prefix `o` is the service's namespace, `t` the ONVIF schema. */
  readonly inner: string;
}

export const operations = {
  systemDateAndTime: { service: 'device', name: 'GetSystemDateAndTime', inner: '' },
  services: {
    service: 'device',
    name: 'GetServices',
    inner: '<o:IncludeCapability>false</o:IncludeCapability>',
  },
  capabilities: {
    service: 'device',
    name: 'GetCapabilities',
    inner: '<o:Category>All</o:Category>',
  },
  deviceInformation: { service: 'device', name: 'GetDeviceInformation', inner: '' },
  scopes: { service: 'device', name: 'GetScopes', inner: '' },
  profiles: { service: 'media', name: 'GetProfiles', inner: '' },
  encoders: { service: 'media', name: 'GetVideoEncoderConfigurations', inner: '' },
  profiles2: { service: 'media2', name: 'GetProfiles', inner: '<o:Type>All</o:Type>' },
  users: { service: 'device', name: 'GetUsers', inner: '' },
  ntp: { service: 'device', name: 'GetNTP', inner: '' },
  networkProtocols: { service: 'device', name: 'GetNetworkProtocols', inner: '' },
  recordingSummary: { service: 'search', name: 'GetRecordingSummary', inner: '' },
  recordings: { service: 'recording', name: 'GetRecordings', inner: '' },
} as const satisfies Readonly<Record<string, Operation>>;

/** Where a profile's stream is played; `token` is already escaped for XML. */
export const streamUri = (token: string): Operation => ({
  service: 'media',
  name: 'GetStreamUri',
  inner:
    '<o:StreamSetup><t:Stream>RTP-Unicast</t:Stream>' +
    '<t:Transport><t:Protocol>RTSP</t:Protocol></t:Transport></o:StreamSetup>' +
    `<o:ProfileToken>${token}</o:ProfileToken>`,
});

export const streamUri2 = (token: string): Operation => ({
  service: 'media2',
  name: 'GetStreamUri',
  inner: `<o:Protocol>RTSP</o:Protocol><o:ProfileToken>${token}</o:ProfileToken>`,
});

/** What the encoder of a profile can be set to; both tokens are already escaped for XML. */
export const encoderOptions = (
  service: 'media' | 'media2',
  { encoder, profile }: { readonly encoder: string | undefined; readonly profile: string },
): Operation => ({
  service,
  name: 'GetVideoEncoderConfigurationOptions',
  // By its encoder alone where that is known: some devices answer a profile with a fault.
  inner:
    encoder === undefined
      ? `<o:ProfileToken>${profile}</o:ProfileToken>`
      : `<o:ConfigurationToken>${encoder}</o:ConfigurationToken>`,
});

/** What is kept of one recording; `token` is already escaped for XML. */
export const recordingInformation = (token: string): Operation => ({
  service: 'search',
  name: 'GetRecordingInformation',
  inner: `<o:RecordingToken>${token}</o:RecordingToken>`,
});

export function bodyOf({ service, name, inner }: Operation): string {
  return `<o:${name} xmlns:o="${NAMESPACES[service]}" xmlns:t="${SCHEMA}">${inner}</o:${name}>`;
}

export const actionOf = ({ service, name }: Operation): string => `${NAMESPACES[service]}/${name}`;
