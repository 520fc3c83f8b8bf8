import type { Answers } from './answers.ts';
import { branch, leaf } from './envelope.ts';

/** How a device is looked after: who may log in, and who sets its clock. */
export interface Posture {
  /** Names of its accounts; the one that logs in where none are given. */
  readonly accounts?: readonly string[];
  /** GetUsers is answered to anybody. */
  readonly anonymousUsers?: boolean;
  readonly dateTimeType?: 'NTP' | 'Manual';
  /** A host name, `dhcp`, or `none`. */
  readonly ntp?: string;
  /** What it says of RTSP over TLS; nothing where it is not given. */
  readonly rtspsEnabled?: boolean;
}

interface Ports {
  readonly soap: number;
  readonly rtsp: number;
}

export function postureAnswers(
  { accounts, ntp = 'ntp.invalid', rtspsEnabled }: Posture,
  { user, ports }: { readonly user: string; readonly ports: () => Ports },
): Answers {
  return {
    GetNTP: () => [ntpInformation(ntp)],
    GetUsers: () => (accounts ?? [user]).map(account),
    GetNetworkProtocols: () => [
      protocol('HTTP', true, ports().soap),
      protocol('HTTPS', false, 443),
      protocol('RTSP', true, ports().rtsp),
      rtspsEnabled === undefined ? '' : protocol('RTSPS', rtspsEnabled, 322),
    ],
  };
}

const account = (name: string): string =>
  branch('tds:User', [leaf('tt:Username', name), leaf('tt:UserLevel', 'Administrator')]);

const protocol = (name: string, enabled: boolean, port: number): string =>
  branch('tds:NetworkProtocols', [
    leaf('tt:Name', name),
    leaf('tt:Enabled', enabled),
    leaf('tt:Port', port),
  ]);

function ntpInformation(ntp: string): string {
  const isNamed = ntp !== 'dhcp' && ntp !== 'none';
  return branch('tds:NTPInformation', [
    leaf('tt:FromDHCP', ntp === 'dhcp'),
    isNamed ? branch('tt:NTPManual', [leaf('tt:Type', 'DNS'), leaf('tt:DNSname', ntp)]) : '',
  ]);
}
