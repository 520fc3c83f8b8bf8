import type { Clock } from '../../kit/clock.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Audit } from '../access/audit.ts';
import { peerKey, type Throttle } from '../access/throttle.ts';
import type { IncidentView } from '../report/incident-view.ts';
import type { Sql } from '../store/sql.ts';
import type { AckLinks, Claim } from './ack-link.ts';
import { writeEvent } from './events.ts';
import type { Incidents } from './incidents.ts';

/** What may be told to whoever holds a mail's link: nothing of the schools that share the incident. */
export interface AckHead
  extends Pick<IncidentView, 'title' | 'schoolName' | 'deviceName' | 'group' | 'simulated'> {
  /** How many share it. */
  readonly schools: number;
  readonly openedAt: EpochMs;
  readonly acknowledgedAt: EpochMs | undefined;
  readonly resolvedAt: EpochMs | undefined;
}

export type AckState =
  /** The link is good, and nobody has acknowledged yet. */
  | { readonly kind: 'open'; readonly head: AckHead }
  | { readonly kind: 'acknowledged'; readonly head: AckHead }
  /** Somebody did, by another way. */
  | { readonly kind: 'already'; readonly head: AckHead }
  | { readonly kind: 'resolved'; readonly head: AckHead }
  | { readonly kind: 'used' | 'expired' | 'forged' | 'locked' };

export interface AckDeskParts {
  readonly sql: Sql;
  readonly links: AckLinks;
  readonly incidents: Pick<Incidents, 'incident'>;
  readonly audit: Pick<Audit, 'write'>;
  /** Counts links that are not ours, by address. */
  readonly throttle: Throttle;
  readonly clock: Pick<Clock, 'now'>;
}

/** Where an incident is acknowledged by the link in a mail: the link is the right, the address it went to is who did it. */
export class AckDesk {
  readonly #parts: AckDeskParts;

  constructor(parts: AckDeskParts) {
    this.#parts = parts;
  }

  /** Changes nothing: mail scanners and browsers open links as they like. */
  look(token: string, peer: string): AckState {
    return this.#look(token, peer).state;
  }

  acknowledge(token: string, peer: string): AckState {
    const { sql, links, clock } = this.#parts;
    return sql.transaction(() => {
      const { state, claim } = this.#look(token, peer);
      if (state.kind !== 'open' || claim === undefined) return state;
      const now = clock.now();
      if (!links.use(token, now)) return { kind: 'used' };
      this.#write(claim, peer, now);
      return { kind: 'acknowledged', head: { ...state.head, acknowledgedAt: now } };
    });
  }

  #look(token: string, peer: string): { readonly state: AckState; readonly claim?: Claim } {
    const { links, incidents, throttle, clock } = this.#parts;
    const read = links.read(token, clock.now());
    if (read.kind === 'forged') {
      const key = peerKey(peer);
      if (throttle.wait(key, clock.now()) > 0) return { state: { kind: 'locked' } };
      throttle.failed(key, clock.now());
      return { state: { kind: 'forged' } };
    }
    if (links.isUsed(token)) return { state: { kind: 'used' } };
    const found = incidents.incident(read.claim.incident, undefined)?.incident;
    // One that is no longer kept is over too.
    if (read.kind === 'expired' || found === undefined) return { state: { kind: 'expired' } };
    const head = headOf(found);
    if (head.resolvedAt !== undefined) return { state: { kind: 'resolved', head } };
    if (head.acknowledgedAt !== undefined) return { state: { kind: 'already', head } };
    return { state: { kind: 'open', head }, claim: read.claim };
  }

  #write({ incident, recipient }: Claim, peer: string, now: EpochMs): void {
    const { sql, incidents, audit } = this.#parts;
    sql.run(
      'UPDATE incident SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ?',
      ...[now, recipient, incident],
    );
    const detail = { via: 'mail' } as const;
    writeEvent(sql, { incident, kind: 'acknowledged', who: recipient, detail }, now);
    const unit = incidents.incident(incident, undefined)?.incident.school;
    audit.write(
      { who: recipient, deed: 'incident_acknowledged', subject: incident, unit, address: peer },
      now,
    );
  }
}

const headOf = (incident: IncidentView): AckHead => ({
  title: incident.title,
  schoolName: incident.schoolName,
  deviceName: incident.deviceName ?? incident.device,
  group: incident.group,
  simulated: incident.simulated,
  schools: new Set(incident.members.map(({ school }) => school)).size,
  openedAt: incident.openedAt,
  acknowledgedAt: incident.acknowledgedAt,
  resolvedAt: incident.resolvedAt,
});
