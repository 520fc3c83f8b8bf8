import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { platform } from 'node:process';
import { createSecureContext } from 'node:tls';
import type { Log } from '../../kit/log.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { readSecretFile } from '../../kit/secret-file-door.ts';

/** PEM files: the certificate with those above it, and its key. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** The certificate and its key, if the two belong together and nobody else can read the key. */
export function readPair(files: CertificateFiles): Result<Pair> {
  const key = readSecretFile(files.key, { checkModes: platform !== 'win32' });
  if (!key.ok) return fail(`tls.key: ${key.problem}`);
  try {
    const pair = { cert: readFileSync(files.certificate, 'utf8'), key: key.value };
    createSecureContext(pair);
    return ok(pair);
  } catch (error) {
    return fail(`tls: ${files.certificate} with its key: ${messageOf(error)}`);
  }
}

export interface Renewing {
  readonly files: CertificateFiles;
  readonly log: Log;
  /** What connections from now on are made with. */
  readonly use: (pair: Pair) => void;
}

/**
 * Takes up a renewed certificate while the collector runs. The files are looked at, not watched: a renewal may replace
 * links. Between the two files a renewal may be seen halfway: what does not fit is not used, and looked at again.
 */
export class Renewal {
  readonly #parts: Renewing;
  #used: string;
  #complained = '';

  constructor(parts: Renewing) {
    this.#parts = parts;
    this.#used = stampOf(parts.files);
  }

  look(): void {
    const { files, log, use } = this.#parts;
    const stamp = stampOf(files);
    if (stamp === this.#used) return;
    const pair = readPair(files);
    if (pair.ok) {
      use(pair.value);
      this.#used = stamp;
      log.info({ validTo: new X509Certificate(pair.value.cert).validTo }, 'certificate renewed');
    } else if (stamp !== this.#complained) {
      this.#complained = stamp;
      log.error({ problem: pair.problem }, 'certificate_not_renewed');
    }
  }
}

function stampOf({ certificate, key }: CertificateFiles): string {
  return [certificate, key].map(stampOfFile).join(' ');
}

function stampOfFile(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs}/${size}/${ino}`;
  } catch {
    // A file that is away for the moment of a renewal: another stamp than any file has.
    return 'away';
  }
}
