/**
 * An SMTP server in a process of its own that kills itself: PORT INBOX_FILE WHEN NTH. It keeps the Message-ID of what it
 * took in a file, synced, before it answers; at the NTH mail it dies `before` or `after` it kept it.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

const [port = '0', inbox = '', when = 'never', nth = '0'] = process.argv.slice(2);
const file = openSync(inbox, 'a');
process.on('exit', () => closeSync(file));
let taken = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      taken += 1;
      const die = () => process.kill(process.pid, 'SIGKILL');
      if (when === 'before' && taken === Number(nth)) return die();
      const id = /^Message-ID:\s*<(.+)>/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1];
      writeSync(file, `${id}\n`);
      fsyncSync(file);
      return when === 'after' && taken === Number(nth) ? die() : done();
    });
  },
});
server.on('error', () => undefined);
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
