/** The sending side of a collector in a process of its own, to be killed: DATABASE PORT CLOCK_AHEAD_MS. */
import { Mails } from '../collector/notify/mail/mails.ts';
import { MailOptions } from '../collector/notify/mail/options.ts';
import { smtpPost } from '../collector/notify/mail/smtp-door.ts';
import { openDatabase } from '../collector/store/database-door.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLog } from '../kit/log.ts';
import { epochMs } from '../kit/units.ts';
import { listeners } from './mail-stage.ts';

const [file = '', port = '', ahead = '0'] = process.argv.slice(2);
const mails = new Mails({
  sql: openDatabase(file),
  options: MailOptions.parse({ from: 'hatang <hatang@hatang.invalid>' }),
  post: smtpPost(`smtp://127.0.0.1:${port}`),
  keep: () => Promise.reject(new Error('there is a server')),
  recipients: listeners([]),
  known: () => true,
  unitName: () => undefined,
  publicUrl: () => 'http://127.0.0.1:8480',
  timeZone: 'Asia/Ho_Chi_Minh',
  clock: {
    now: () => epochMs(systemClock.now() + Number(ahead)),
    elapsed: () => systemClock.elapsed(),
    sleep: (span, signal) => systemClock.sleep(span, signal),
  },
  random: () => 0,
  log: silentLog,
});
await mails.deliver(new AbortController().signal);
