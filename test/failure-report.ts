export interface ReportAsked {
  /** Of the mail it is about, without brackets. */
  readonly messageId: string;
  readonly action?: string;
  readonly original?: string;
  readonly lineEnd?: string;
}

/** A report in the form in which Postfix 3.7 writes it (RFC 3464). */
export function failureReport(asked: ReportAsked): string {
  const { messageId, action = 'failed', original = 'message/rfc822', lineEnd = '\r\n' } = asked;
  return [
    'Return-Path: <>',
    'Date: Mon, 23 Nov 2026 07:45:00 +0700 (+07)',
    'From: MAILER-DAEMON@mx.hatang.invalid (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'To: hatang@hatang.invalid',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="4F1C2.1795395900/mx.hatang.invalid"',
    'Message-Id: <20261123004500.4F1C2@mx.hatang.invalid>',
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--4F1C2.1795395900/mx.hatang.invalid',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I’m sorry to have to inform you that your message could not be delivered.',
    '',
    '--4F1C2.1795395900/mx.hatang.invalid',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.hatang.invalid',
    'X-Postfix-Queue-ID: 4F1C2',
    'Arrival-Date: Mon, 23 Nov 2026 07:44:58 +0700 (+07)',
    '',
    'Final-Recipient: rfc822; no@hatang.invalid',
    'Original-Recipient: rfc822;no@hatang.invalid',
    `Action: ${action}`,
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <no@hatang.invalid>: Recipient address',
    '    rejected: User unknown',
    '',
    '--4F1C2.1795395900/mx.hatang.invalid',
    'Content-Description: Undelivered Message',
    `Content-Type: ${original}`,
    '',
    'From: hatang <hatang@hatang.invalid>',
    'To: no@hatang.invalid',
    `Message-ID: <${messageId}>`,
    'Subject: x',
    '',
    'Text.',
    '',
    '--4F1C2.1795395900/mx.hatang.invalid--',
    '',
  ].join(lineEnd);
}
