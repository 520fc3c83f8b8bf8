/** Where to knock: a host without brackets, and a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Takes an `Address` apart; undefined when the port is missing without a default, or out of range. */
export function endpointOf(address: string, defaultPort?: number): Endpoint | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+))(?::(\d{1,5}))?$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || port === undefined || port < 1 || port > 65_535) return undefined;
  return { host, port };
}

/** An endpoint as an `Address`. */
export const sayEndpoint = ({ host, port }: Endpoint): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
