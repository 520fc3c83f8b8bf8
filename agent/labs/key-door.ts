import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { readSecretFile } from '../../kit/secret-file-door.ts';
import type { EpochMs } from '../../kit/units.ts';
import { LAB_TOKEN, type LabKey } from '../../wire/machine-report.ts';
import { makeCertificate } from './certificate-door.ts';
import { keepFile, makeFile } from './data-door.ts';

const TOKEN_FILE = 'lab-token';
/** The key and its certificate in one file: neither is ever there without the other. */
const TLS_FILE = 'lab-tls.pem';

const surroundings = { checkModes: process.platform !== 'win32' };

/** The agent's own key and certificate, in PEM. */
export interface LabTls {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate in DER, base64url. */
  readonly fingerprint: string;
}

/** Made at the first start and never again: every lab machine knows the agent by it. */
export async function labTls(folder: string, now: EpochMs): Promise<Result<LabTls>> {
  try {
    const file = join(folder, TLS_FILE);
    if (!existsSync(file)) makeFile(folder, TLS_FILE, await makeCertificate(now));
    const text = readSecretFile(file, surroundings);
    return text.ok ? readTls(text.value) : text;
  } catch (error) {
    return fail(`${TLS_FILE}: ${messageOf(error)}`);
  }
}

function readTls(text: string): Result<LabTls> {
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  if (at === -1) return fail(`${TLS_FILE} holds no certificate`);
  const [key, cert] = [text.slice(0, at), text.slice(at)];
  const certificate = new X509Certificate(cert);
  if (!certificate.checkPrivateKey(createPrivateKey(key)))
    return fail(`${TLS_FILE}: the certificate is of another key`);
  const fingerprint = createHash('sha256').update(certificate.raw).digest('base64url');
  return ok({ key, cert, fingerprint });
}

/** The token that all lab machines of the school carry; made at the first start. */
export function labToken(folder: string): Result<string> {
  try {
    const file = join(folder, TOKEN_FILE);
    if (!existsSync(file)) makeFile(folder, TOKEN_FILE, newToken());
    const token = readSecretFile(file, surroundings);
    if (!token.ok) return token;
    return LAB_TOKEN.test(token.value) ? token : fail(`${TOKEN_FILE} holds no token`);
  } catch (error) {
    return fail(`${TOKEN_FILE}: ${messageOf(error)}`);
  }
}

/** Another token: all lab machines have to be enrolled again. */
export function renewLabToken(folder: string): void {
  keepFile(folder, TOKEN_FILE, newToken());
}

const newToken = (): string => `${randomBytes(24).toString('base64url')}\n`;

/** What a lab machine is enrolled with: shown only to who may read the agent's data. */
export async function labKey(folder: string, now: EpochMs): Promise<Result<LabKey>> {
  const tls = await labTls(folder, now);
  if (!tls.ok) return tls;
  const token = labToken(folder);
  return token.ok ? ok({ fingerprint: tls.value.fingerprint, token: token.value }) : token;
}
