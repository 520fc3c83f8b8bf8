import { describe, expect, it } from 'vitest';
import { epochMs, minutes, ms, seconds } from '../../kit/units.ts';
import { openDatabase } from '../store/database-door.ts';
import { mailDueSince, workProblem } from './at-work.ts';
import type { Standing } from './readiness.ts';

const now = epochMs(1_764_000_000_000);
const ago = (span: number) => epochMs(now - span);
const well = { standing: [], sinceTick: seconds(2), mailDueSince: undefined };
const standing = (status: Standing['status']): readonly Standing[] => [
  { name: 'history', status, output: 'stopped', since: now },
];

describe('a collector at work', () => {
  it.each([
    [well, undefined],
    [{ ...well, standing: standing('warn') }, undefined],
    [{ ...well, standing: standing('fail') }, 'history: stopped'],
    [{ ...well, sinceTick: minutes(1) }, undefined],
    [{ ...well, sinceTick: ms(minutes(1) + 1) }, 'incidents: not looked at for 60 s'],
    [{ ...well, mailDueSince: ago(minutes(15)) }, undefined],
    [{ ...well, mailDueSince: ago(minutes(16)) }, 'mail: due for 960 s and not sent'],
    [{ ...well, mailDueSince: epochMs(now + minutes(5)) }, undefined],
  ])('%j: %s', (working, problem) => {
    expect(workProblem(working, now)).toBe(problem);
  });

  it('knows since when a mail has been due, and counts none that was sent or put off', () => {
    const sql = openDatabase(':memory:');
    const keep = (id: string, state: string, created: number, notBefore: number) =>
      sql.run(
        `INSERT INTO mail (id, kind, recipient, language, subject, text, html, state, created_at, not_before, at)
         VALUES (?, 'digest', 'a', 'vi', '', '', '', ?, ?, ?, 0)`,
        ...[id, state, created, notBefore],
      );
    expect(mailDueSince(sql)).toBeUndefined();
    keep('a', 'sent', 1, 0);
    expect(mailDueSince(sql)).toBeUndefined();
    keep('b', 'queued', 5, 900);
    keep('c', 'queued', 700, 0);
    expect(mailDueSince(sql)).toBe(700);
    sql.run("UPDATE mail SET error = 'ECONNREFUSED' WHERE id = 'b'");
    expect(mailDueSince(sql)).toBe(5);
    sql.run("UPDATE mail SET attempts = 2 WHERE id = 'b'");
    expect(mailDueSince(sql)).toBe(700);
  });
});
