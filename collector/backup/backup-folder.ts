import { join } from 'node:path';
import type { CollectorConfig } from '../config.ts';

/** Where backups are made and looked for. */
export function backupFolder({ data, backup }: Pick<CollectorConfig, 'data' | 'backup'>): string {
  const folder = backup === 'off' ? undefined : backup.folder;
  return folder ?? join(data, 'backups');
}
