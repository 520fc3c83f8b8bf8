import { child, children, textAt } from '../soap/xml.ts';

/** Whether a time server is named, or taken from DHCP; undefined when the answer says neither. */
export function readNtpServer(body: unknown): boolean | undefined {
  const information = child(body, 'GetNTPResponse', 'NTPInformation');
  if (information === undefined) return undefined;
  if (isTrue(textAt(information, 'FromDHCP'))) return true;
  return [...children(information, 'NTPManual'), ...children(information, 'NTPFromDHCP')].some(
    isNamed,
  );
}

/** `0.0.0.0` and `::` are how devices write that none is set. */
const isNamed = (server: unknown): boolean =>
  ['IPv4Address', 'IPv6Address', 'DNSname'].some((name) => {
    const text = textAt(server, name);
    return text !== undefined && text !== '0.0.0.0' && text !== '::';
  });

/** Whether the device says that a protocol is switched on; undefined when it does not name it. */
export function readProtocol(body: unknown, name: string): boolean | undefined {
  const stated = children(body, 'GetNetworkProtocolsResponse', 'NetworkProtocols').filter(
    (protocol) => textAt(protocol, 'Name')?.toUpperCase() === name,
  );
  return stated.length === 0
    ? undefined
    : stated.some((protocol) => isTrue(textAt(protocol, 'Enabled')));
}

const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';
