import { oneLine } from '../../../kit/one-line.ts';

/**
 * What a mail server tells of a mail that it could not deliver. Sources: RFC 3462 (multipart/report: a text, the status,
 * the mail or its headers), RFC 3464 (message/delivery-status: fields of the message, then of each recipient).
 */
export interface DeliveryStatus {
  readonly action: 'failed' | 'delayed';
  readonly reason: string;
  /** Of the mail it speaks of, without the angle brackets. */
  readonly messageId: string;
}

export const LARGEST_REPORT_BYTES = 256 * 1024;
const MOST_PARTS = 20;
const LONGEST_REASON = 300;

/** Undefined where it is no such report, or one of good news. */
export function readDeliveryStatus(message: Uint8Array): DeliveryStatus | undefined {
  if (message.length > LARGEST_REPORT_BYTES) return undefined;
  const whole = entityOf(Buffer.from(message).toString('latin1').replace(/\r\n?/g, '\n'));
  const boundary = boundaryOf(whole.fields.get('content-type') ?? '');
  if (boundary === undefined) return undefined;
  const parts = partsOf(whole.body, boundary);
  const status = parts.find(isOf(['message/delivery-status', 'message/global-delivery-status']));
  const original = parts.find(isOf(ORIGINALS));
  if (status === undefined || original === undefined) return undefined;
  const messageId = entityOf(original.body).fields.get('message-id') ?? '';
  const told = /<([^<>\s]{1,250})>/.exec(messageId)?.[1];
  const bad = badNewsIn(status.body);
  return told === undefined || bad === undefined ? undefined : { ...bad, messageId: told };
}

const ORIGINALS = [
  ...['message/rfc822', 'message/rfc822-headers', 'text/rfc822-headers'],
  ...['message/global', 'message/global-headers'],
];

interface Entity {
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
}

function entityOf(text: string): Entity {
  const start = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  if (start === -1) return { fields: fieldsOf(text), body: '' };
  return { fields: fieldsOf(text.slice(0, start)), body: text.slice(start).replace(/^\n+/, '') };
}

/** The first of each name, unfolded. */
function fieldsOf(head: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/report\b/i.test(contentType)) return undefined;
  const match = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

function partsOf(body: string, boundary: string): readonly Entity[] {
  const pieces = `\n${body}`.split(`\n--${boundary}`, MOST_PARTS + 1).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => entityOf(piece.slice(piece.indexOf('\n') + 1)));
}

const isOf =
  (types: readonly string[]) =>
  ({ fields }: Entity): boolean => {
    const [type = ''] = (fields.get('content-type') ?? '').split(';', 1);
    return types.includes(type.trim().toLowerCase());
  };

/** Of our mails each has one recipient: the first bad news is the mail's. */
function badNewsIn(body: string): Pick<DeliveryStatus, 'action' | 'reason'> | undefined {
  for (const group of body.split(/\n{2,}/)) {
    const fields = fieldsOf(group);
    const action = fields.get('action')?.toLowerCase();
    if (action === 'failed' || action === 'delayed') return { action, reason: reasonIn(fields) };
  }
  return undefined;
}

function reasonIn(fields: ReadonlyMap<string, string>): string {
  const said = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, '');
  const parts = [fields.get('status'), said].filter((part) => part !== undefined && part !== '');
  return oneLine(parts.join(' '), LONGEST_REASON);
}
