import type { OpenPorts } from './open-ports.ts';
import type { CameraReading } from './reading/read-camera.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';
import { anonymousAccess, basicInClear, rtspsOffered } from './verdicts.ts';

/** What a passive look saw of how a camera is protected. */
export interface Looked {
  readonly reading: CameraReading;
  /** The main stream; undefined when there was none. */
  readonly watched: StreamReading | undefined;
  readonly ports: OpenPorts;
}

/** By the names of the register; undefined is what is unknown. */
export interface Security {
  readonly anonymous_access: boolean | undefined;
  readonly anonymous_users: boolean | undefined;
  readonly https_offered: boolean | undefined;
  readonly tls_version: string | undefined;
  readonly certificate: string | undefined;
  readonly rtsps_offered: boolean | undefined;
  readonly basic_in_clear: boolean | undefined;
  readonly telnet_open: boolean | undefined;
  readonly ftp_open: boolean | undefined;
  readonly accounts: number | undefined;
  readonly factory_accounts_only: boolean | undefined;
  readonly time_source: 'NTP' | 'Manual' | undefined;
  readonly ntp_server: boolean | undefined;
}

export function securityOf({ reading, watched, ports }: Looked): Security {
  const { posture, clock } = reading;
  const { https, telnet, ftp } = ports;
  const tls = https === false ? undefined : https;
  return {
    anonymous_access: anonymousAccess(reading, watched),
    anonymous_users: posture?.anonymousUsers,
    https_offered: https === undefined ? undefined : https !== false,
    tls_version: tls?.version,
    certificate: tls?.certificate,
    rtsps_offered: rtspsOffered(reading, ports),
    basic_in_clear: basicInClear(reading, watched),
    telnet_open: telnet,
    ftp_open: ftp,
    accounts: posture?.accounts,
    factory_accounts_only: posture?.factoryAccountsOnly,
    time_source: clock?.source,
    ntp_server: posture?.ntpServer,
  };
}
