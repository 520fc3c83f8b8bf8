import { attribute, child, children, numberAt, textAt } from '../soap/xml.ts';

/** Strings as sent: `5.10` stays `5.10`, a 20-digit serial keeps every digit. */
export interface Identity {
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly firmware: string | undefined;
  readonly serial: string | undefined;
  readonly hardwareId: string | undefined;
}

export function readIdentity(body: unknown): Identity | undefined {
  const answer = child(body, 'GetDeviceInformationResponse');
  if (answer === undefined) return undefined;
  const word = (name: string) => textAt(answer, name)?.slice(0, 200);
  return {
    manufacturer: word('Manufacturer'),
    model: word('Model'),
    firmware: word('FirmwareVersion'),
    serial: word('SerialNumber'),
    hardwareId: word('HardwareId'),
  };
}

export interface OfferedService {
  readonly namespace: string;
  readonly xaddr: string;
  readonly version: string | undefined;
}

/** The longest that ONVIF names is half as long; a row of slashes would cost the pattern its square. */
const MAX_NAMESPACE_CHARS = 100;

export function readServices(body: unknown): readonly OfferedService[] {
  return children(body, 'GetServicesResponse', 'Service').flatMap((service) => {
    const namespace = textAt(service, 'Namespace')
      ?.slice(0, MAX_NAMESPACE_CHARS)
      .replace(/\/+$/, '');
    const xaddr = textAt(service, 'XAddr');
    if (namespace === undefined || xaddr === undefined) return [];
    const major = numberAt(service, 'Version', 'Major');
    const minor = numberAt(service, 'Version', 'Minor');
    const version = major === undefined ? undefined : `${major}.${minor ?? 0}`;
    return [{ namespace, xaddr, version }];
  });
}

const SECTIONS = [
  [['Device'], 'http://www.onvif.org/ver10/device/wsdl'],
  [['Media'], 'http://www.onvif.org/ver10/media/wsdl'],
  [['Events'], 'http://www.onvif.org/ver10/events/wsdl'],
  [['Imaging'], 'http://www.onvif.org/ver20/imaging/wsdl'],
  [['PTZ'], 'http://www.onvif.org/ver20/ptz/wsdl'],
  [['Extension', 'Recording'], 'http://www.onvif.org/ver10/recording/wsdl'],
  [['Extension', 'Search'], 'http://www.onvif.org/ver10/search/wsdl'],
  [['Extension', 'Replay'], 'http://www.onvif.org/ver10/replay/wsdl'],
] as const;

/** The older way to say the same, for devices without GetServices. */
export function readCapabilities(body: unknown): readonly OfferedService[] {
  const all = child(body, 'GetCapabilitiesResponse', 'Capabilities');
  return SECTIONS.flatMap(([path, namespace]) => {
    const xaddr = textAt(all, ...path, 'XAddr');
    return xaddr === undefined ? [] : [{ namespace, xaddr, version: undefined }];
  });
}

export function readScopes(body: unknown): readonly string[] {
  return children(body, 'GetScopesResponse', 'Scopes').flatMap((scope) => {
    const item = textAt(scope, 'ScopeItem');
    return item === undefined ? [] : [item.slice(0, 300)];
  });
}

/** Profiles a device claims in its scopes: `Streaming` is the older name of S. */
export function claimedProfiles(scopes: readonly string[]): readonly string[] {
  const names = scopes.flatMap((scope) => {
    const name = /^onvif:\/\/www\.onvif\.org\/Profile\/([A-Za-z]{1,12})(?:\/|$)/i.exec(scope)?.[1];
    return name === undefined ? [] : [name === 'Streaming' ? 'S' : name];
  });
  return [...new Set(names)].sort();
}

/** The token every configuration carries as an attribute. */
export const tokenOf = (node: unknown): string | undefined => attribute(node, 'token');
