import {
  LARGEST_REPORT_BYTES,
  readDeliveryStatus,
} from '../../../collector/notify/mail/delivery-status.ts';
import { failureReport } from '../../failure-report.ts';
import { bytesOf, promise, type Target } from '../target.ts';

const report = (more: object = {}) =>
  bytesOf(failureReport({ messageId: 'i1-opened-0123@hatang.invalid', ...more }));

/** What anybody who knows the address can mail to the address that mails come from. */
export const mailReports: Target = {
  name: 'mail-reports',
  seeds: async () => [
    report(),
    report({ action: 'delayed', lineEnd: '\n' }),
    report({ original: 'text/rfc822-headers' }),
  ],
  words: [
    ...['Content-Type: multipart/report; boundary=', 'boundary="', '--', '\r\n\r\n', '\n\n', '\r'],
    ...['message/delivery-status', 'message/rfc822', 'Action: failed', 'Action: delayed'],
    ...['Message-ID: <', '>', 'Diagnostic-Code: smtp;', 'Status: 5.1.1', '\u0000', ' \t', ':'],
  ],
  feed(bytes) {
    const read = readDeliveryStatus(bytes);
    if (read === undefined) return;
    promise(bytes.length <= LARGEST_REPORT_BYTES, 'a report that is too large was read');
    promise(read.messageId.length <= 250, 'a long Message-ID');
    promise([...read.reason].length <= 300, 'a long reason');
    promise(!/\p{Cc}/u.test(read.reason), 'a reason with control characters');
  },
};
