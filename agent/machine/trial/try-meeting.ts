import type { Clock } from '../../../kit/clock.ts';
import { ms, seconds } from '../../../kit/units.ts';
import type { LabTests, MachineReport } from '../../../wire/machine-report.ts';
import { pingUdp } from '../../dial/ping-door.ts';
import { summarize } from '../../dial/rounds.ts';

/** Fifty a second for four seconds, as the sound of a call is sent. */
const PACKETS = 200;
const SPACING = ms(20);
const WAIT = seconds(1);

/**
 * Sends what a call sends and times what comes back. Where nothing does, all is lost, which is what a call would have of it;
 * undefined where nothing could be sent, or it was called off.
 */
export async function tryMeeting(
  { host, port }: NonNullable<LabTests['echo']>,
  clock: Clock,
  signal: AbortSignal,
): Promise<MachineReport['meeting']> {
  const call = { probes: PACKETS, spacing: SPACING, wait: WAIT, clock };
  const rounds = await pingUdp({ ...call, endpoint: { host, port } }, signal);
  if (signal.aborted || rounds.error === 'unresolved') return undefined;
  const { sent, lossRatio, answered } = summarize(rounds);
  return {
    sent,
    loss_ratio: lossRatio,
    ...(answered === undefined ? {} : { rtt_s: answered.meanS }),
    ...(answered?.jitterS === undefined ? {} : { jitter_s: answered.jitterS }),
  };
}
