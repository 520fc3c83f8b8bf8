import * as z from 'zod';
import { epochMs } from '../../../kit/units.ts';
import type { MailView } from '../../report/views.ts';
import { number, type SqlRow, text, textOrNone } from '../../store/sql.ts';
import { withShown } from '../recipients/shown-address.ts';
import { withoutAcknowledge } from './acknowledge.ts';
import type { Letter } from './letter.ts';

const Schools = z.array(z.string());

export const schoolsIn = (row: SqlRow): readonly string[] =>
  Schools.parse(JSON.parse(text(row, 'schools')));

export function toLetter(row: SqlRow): Letter {
  return {
    id: text(row, 'id'),
    incident: textOrNone(row, 'incident'),
    kind: text(row, 'kind'),
    recipient: text(row, 'recipient'),
    language: text(row, 'language') === 'en' ? 'en' : 'vi',
    subject: text(row, 'subject'),
    text: text(row, 'text'),
    html: text(row, 'html'),
    schools: schoolsIn(row),
    createdAt: epochMs(number(row, 'created_at')),
  };
}

/** As anybody reads it who is not the recipient, whose address stands there as `show` gives it. */
export function toView(row: SqlRow, show: (address: string) => string): MailView {
  const letter = toLetter(row);
  const { id, recipient, incident, subject, schools } = letter;
  const [to, error] = [show(recipient), textOrNone(row, 'error')];
  return {
    id,
    to,
    subject,
    ...withoutAcknowledge(letter),
    state: stateOf(text(row, 'state')),
    at: epochMs(number(row, 'at')),
    createdAt: letter.createdAt,
    incident,
    schools,
    attempts: number(row, 'attempts'),
    mergedInto: textOrNone(row, 'merged_into'),
    error: error === undefined ? undefined : withShown(error, recipient, to),
  };
}

const STATES: readonly MailView['state'][] = [
  ...(['queued', 'sent', 'kept', 'merged'] as const),
  ...(['failed', 'refused', 'bounced'] as const),
];

function stateOf(word: string): MailView['state'] {
  const state = STATES.find((known) => known === word);
  if (state === undefined) throw new Error(`mail in unknown state ${word}`);
  return state;
}
