/** The only host a device's credentials may ever go to: the one a person configured. */
export interface Host {
  /** As in a URL: a v6 address stands in brackets. */
  readonly host: string;
  /** Undefined when the person named none. */
  readonly port: number | undefined;
}

/** Where ONVIF was met on real devices, when nobody says where. */
export const ONVIF_PORTS = [80, 2020, 5000, 6688, 8899] as const;
/** Asked together with the other ports, for devices that switched everything else off. */
export const HTTPS_PORT = 443;
export const DEVICE_PATH = '/onvif/device_service';

export function parseHost(address: string): Host {
  const match = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(address.trim());
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  return {
    host: match?.[1] ?? address,
    port: port !== undefined && port > 0 && port < 65_536 ? port : undefined,
  };
}

/** True for this machine itself: 127.0.0.0/8, ::1, localhost. */
export const isLoopback = ({ host }: Host): boolean =>
  /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/i.test(host);

export const deviceUrl = (host: string, port: number, isSecure = port === HTTPS_PORT): URL =>
  new URL(`${isSecure ? 'https' : 'http'}://${host}:${port}${DEVICE_PATH}`);

/**
 * A service's address as the device states it, with the configured host in place of the stated one:
 * devices give the address of another network, and a hostile one would give somebody else's.
 */
export function ownUrl(xaddr: string, host: string): URL | undefined {
  const stated = xaddr.trim().split(/\s+/)[0] ?? '';
  // Not canParse and new: of a long host with what no host holds, the one says yes and the other throws.
  const url = URL.parse(stated);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  const { protocol, port, pathname, search } = url;
  return new URL(`${protocol}//${host}${port === '' ? '' : `:${port}`}${pathname}${search}`);
}
