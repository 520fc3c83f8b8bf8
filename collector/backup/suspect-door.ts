import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../kit/replace-file-door.ts';
import type { StoreFile } from './store-file.ts';

/** Beside a file in which damage turned up while it was open: the next start checks it whole, page by page. */
const markOf = (data: string, name: StoreFile): string => join(data, `${name}.suspect`);

export function suspect(data: string, name: StoreFile, why: string): void {
  replaceFile(markOf(data, name), `${why}\n`);
}

export function whySuspected(data: string, name: StoreFile): string | undefined {
  const file = markOf(data, name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

export function trustAgain(data: string, name: StoreFile): void {
  rmSync(markOf(data, name), { force: true });
}
