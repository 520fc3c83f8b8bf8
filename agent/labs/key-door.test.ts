import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs } from '../../kit/units.ts';
import { readLabKey, sayLabKey } from '../../wire/machine-report.ts';
import { labKey, labTls, labToken, renewLabToken } from './key-door.ts';

const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));
let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'labs-key-')), 'data');
});

/** What `deed` gave; throws its problem. */
function given<Value>(result: { ok: true; value: Value } | { ok: false; problem: string }): Value {
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe('the agent’s certificate', () => {
  it('is made once, for twenty years, and kept for its owner alone', async () => {
    const made = given(await labTls(folder, now));
    const again = given(await labTls(folder, epochMs(now + days(7_000))));
    expect(again).toEqual(made);
    const certificate = new X509Certificate(made.cert);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.validFromDate.getTime()).toBeLessThan(now);
    expect(certificate.validToDate.getTime()).toBeGreaterThan(now + days(19 * 365));
    expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(
      Buffer.from(made.fingerprint, 'base64url').toString('hex'),
    );
    expect(readdirSync(folder)).toEqual(['lab-tls.pem']);
    expect(statSync(join(folder, 'lab-tls.pem')).mode & 0o777).toBe(0o600);
  });

  it('is made once also where two start at the same time', async () => {
    const [one, other] = await Promise.all([labTls(folder, now), labTls(folder, now)]);
    expect(given(one).fingerprint).toBe(given(other).fingerprint);
  });

  it.each([
    ['torn', (text: string) => text.slice(0, 900)],
    ['without its key', (text: string) => text.slice(text.indexOf('-----BEGIN CERTIFICATE'))],
    ['of letters', () => 'nothing'],
  ])('is refused and never made anew when its file is %s', async (_, spoil) => {
    given(await labTls(folder, now));
    const file = join(folder, 'lab-tls.pem');
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    const before = readFileSync(file, 'utf8');
    expect(await labTls(folder, now)).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is refused when its key is of another', async () => {
    const first = given(await labTls(folder, now));
    const second = given(await labTls(join(folder, 'other'), now));
    writeFileSync(join(folder, 'lab-tls.pem'), first.key + second.cert);
    expect(await labTls(folder, now)).toEqual({
      ok: false,
      problem: 'lab-tls.pem: the certificate is of another key',
    });
  });
});

describe('the labs’ token', () => {
  it('stays until another is asked for', () => {
    const first = given(labToken(folder));
    expect(given(labToken(folder))).toBe(first);
    renewLabToken(folder);
    expect(given(labToken(folder))).not.toBe(first);
    expect(statSync(join(folder, 'lab-token')).mode & 0o777).toBe(0o600);
  });

  it('is refused when others can read it or it is none, and never told', () => {
    const token = given(labToken(folder));
    chmodSync(join(folder, 'lab-token'), 0o644);
    const refused = labToken(folder);
    expect(refused).toMatchObject({ ok: false, problem: expect.stringContaining('chmod 600') });
    expect(JSON.stringify(refused)).not.toContain(token);
    chmodSync(join(folder, 'lab-token'), 0o600);
    writeFileSync(join(folder, 'lab-token'), 'too short');
    expect(labToken(folder)).toEqual({ ok: false, problem: 'lab-token holds no token' });
  });

  it('makes the lab key with the certificate’s fingerprint', async () => {
    const key = given(await labKey(folder, now));
    expect(readLabKey(sayLabKey(key))).toEqual(key);
  });
});
