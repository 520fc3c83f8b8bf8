import type { AckState } from '../collector/incident/ack-desk.ts';
import { epochMs } from '../kit/units.ts';

/** What the link in a mail may find, by its kind; a good link by default. */
export function sampleAckState(kind: string | undefined): AckState {
  if (kind === 'expired' || kind === 'used' || kind === 'forged') return { kind };
  return {
    kind: 'open',
    head: {
      title: { vi: 'Mất liên lạc với trường', en: 'No contact with the school' },
      ...{ schoolName: undefined, deviceName: undefined, simulated: true, schools: 12 },
      group: { kind: 'provider', name: 'VNPT' },
      openedAt: epochMs(Date.parse('2026-11-23T07:42:00+07:00')),
      ...{ acknowledgedAt: undefined, resolvedAt: undefined },
    },
  };
}
