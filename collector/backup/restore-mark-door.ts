import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../kit/replace-file-door.ts';

/** Stands in the data folder while a restore moves files: what is there then is neither the old nor the new. */
const markOf = (data: string): string => join(data, 'restoring');

export function beginRestore(data: string, from: string): void {
  replaceFile(markOf(data), `${from}\n`);
}

export function endRestore(data: string): void {
  rmSync(markOf(data));
}

/** What to do about one that was cut off; undefined where there is none. */
export function interruptedRestore(data: string): string | undefined {
  const mark = markOf(data);
  if (!existsSync(mark)) return undefined;
  const from = readFileSync(mark, 'utf8').trim();
  const again = `hatang restore --from ${from} --data ${data}`;
  return (
    `việc khôi phục dữ liệu bị ngắt giữa chừng, không mất gì: chạy lại ${again} / ` +
    `a restore was cut off, nothing is lost: run ${again} again`
  );
}
