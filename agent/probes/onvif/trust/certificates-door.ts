import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Log } from '../../../../kit/log.ts';
import { replaceFile } from '../../../../kit/replace-file-door.ts';
import { messageOf } from '../../../../kit/result.ts';
import { Certificates, type Known } from './certificates.ts';

const Kept = z.record(z.string().max(300), z.string().regex(/^[0-9a-f]{64}$/));

/** The certificates an agent has seen, kept over its restarts in a file of its own; without one, for as long as it runs. */
export function openCertificates(file: string | undefined, log: Log): Certificates {
  if (file === undefined) return new Certificates({ known: {}, keep: () => undefined });
  return new Certificates({
    known: read(file, log),
    keep(known) {
      try {
        replaceFile(file, JSON.stringify(known));
      } catch (error) {
        log.warn({ file, problem: messageOf(error) }, 'certificates not kept');
      }
    },
  });
}

function read(file: string, log: Log): Known {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Not there before the first camera with TLS; a damaged one begins anew, and says so.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ file, problem: messageOf(error) }, 'certificates seen anew');
    return {};
  }
}
