import { readFileSync } from 'node:fs';

/** How this machine's TCP decides its pace, such as "bbr" or "cubic"; undefined where the system doesn't tell. */
export function congestionControl(): string | undefined {
  try {
    return readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'latin1').trim().slice(0, 32);
  } catch {
    // Another system than Linux: nobody is told.
    return undefined;
  }
}
