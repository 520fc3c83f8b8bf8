import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes } from '../../../kit/units.ts';
import { MailStage } from '../../../test/mail-stage.ts';
import { freePort, listening } from '../../../test/smtp-catcher.ts';

const scriptAt = (name: string) => fileURLToPath(new URL(`../../../test/${name}`, import.meta.url));
const program = (name: string, ...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [scriptAt(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

let folder: string;
let stage: MailStage;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-durable-'));
  stage = new MailStage(join(folder, 'hatang.db'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const PEOPLE = ['a', 'b', 'c'].map((name) => ({ address: `${name}@hatang.invalid` }));

/** An opening and a recovery for three people: six mails. */
function write(): void {
  const mails = stage.mails({ to: PEOPLE });
  mails.accept(stage.notice('opened'));
  mails.accept(stage.notice('resolved'));
}
const written = () => stage.shown().map(({ id }) => `${id}@hatang.invalid`);

type Kill = 'before it is answered' | 'just after it is answered';

/** Takes every mail; at each, the sender it came from is killed. */
async function deadlyServer(
  kill: Kill,
  inbox: string[],
): Promise<{ port: number; close: () => void }> {
  const end = () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        inbox.push(
          /^Message-ID:\s*<(.+)>/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '',
        );
        // Each mail kills the first time it comes: the second time it gets through.
        const first = inbox.filter((id) => id === inbox.at(-1)).length === 1;
        if (first && kill === 'before it is answered') end();
        done();
        if (first && kill === 'just after it is answered') end();
      });
    },
  });
  server.on('error', () => undefined);
  const port = await listening(server.server, 0);
  return { port, close: () => server.close(() => undefined) };
}

describe('a sender that is killed (kill -9) at every mail', () => {
  it.each(['before it is answered', 'just after it is answered'] as const)(
    '%s sends each mail, and again only with the same Message-ID',
    async (kill) => {
      write();
      const inbox: string[] = [];
      const { port, close } = await deadlyServer(kill, inbox);
      const start = stage.clock.now() - Date.now();
      for (let life = 0; stage.states().includes('queued'); life += 1) {
        expect(life).toBeLessThan(12);
        // Three mails at most are in hand at once: then their lease has to end.
        const ahead = start + minutes(7.1) * Math.floor(life / 3);
        const child = program(
          'mail-child.ts',
          join(folder, 'hatang.db'),
          String(port),
          String(ahead),
        );
        children.push(child);
        await Promise.race([once(child, 'exit'), untilSent()]);
      }
      close();
      expect([...new Set(inbox)].sort()).toEqual([...written()].sort());
      // Each twice; where the answer came before the end, perhaps once.
      expect(inbox.length).toBeLessThanOrEqual(12);
      if (kill === 'before it is answered') expect(inbox).toHaveLength(12);
      expect(new Set(stage.states())).toEqual(new Set(['sent']));
    },
    90_000,
  );
});

const untilSent = () =>
  vi.waitFor(() => expect(stage.states()).not.toContain('queued'), { timeout: 80_000 });

describe('a mail server that is killed (kill -9)', () => {
  it.each([
    ['before', 2],
    ['after', 2],
    ['after', 5],
  ] as const)(
    '%s it kept mail %i, with its answer unsaid, has each mail in the end',
    async (when, nth) => {
      write();
      const inbox = join(folder, 'inbox');
      const port = await freePort();
      await serve(port, inbox, when, String(nth));
      await stage.pass({ port });
      expect(stage.states()).toContain('queued');
      await serve(port, inbox);
      for (let turn = 0; turn < 6; turn += 1) {
        await stage.clock.advance(minutes(7));
        await stage.pass({ port });
      }
      expect(stage.states()).not.toContain('queued');
      const kept = readFileSync(inbox, 'utf8').trim().split('\n');
      expect([...new Set(kept)].sort()).toEqual([...written()].sort());
      // The one that was kept and not answered for comes a second time, known by its Message-ID.
      expect(kept).toHaveLength(when === 'after' ? 7 : 6);
    },
    60_000,
  );
});

async function serve(port: number, inbox: string, ...dying: readonly string[]): Promise<void> {
  const child = program('smtp-child.ts', String(port), inbox, ...dying);
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
}
