import type { Text } from '../../kit/text.ts';
import { OUTAGE_KINDS, sayOutage } from '../../wire/outage.ts';
import type { LatestRow } from '../store/latest.ts';
import type { Fields } from './rule.ts';

const KIND = 'uplink_outage.kind';

/** What the agent itself says of a line that is down: its open outage, if it has told one. */
export function outageEvidence(rows: readonly LatestRow[], device: string): Fields {
  const open = rows.find(
    ({ device: own, tags, fields }) =>
      own === device && tags['subject'] === 'line' && fields['open'] === true,
  );
  const kind = OUTAGE_KINDS.find((one) => one === open?.fields['kind']);
  return kind === undefined ? {} : { [KIND]: kind };
}

/** The cause of an incident, with what the agent found out where it did. */
export function withLineCause(cause: Text, evidence: Fields): Text {
  const kind = OUTAGE_KINDS.find((one) => one === evidence[KIND]);
  if (kind === undefined) return cause;
  const found = sayOutage({ kind, subject: 'line' });
  return {
    vi: `${cause.vi} Máy chủ của trường xác định: ${found.vi}.`,
    en: `${cause.en} The school’s server found: ${found.en}.`,
  };
}
