import { type LabKey, sayLabKey } from '../../wire/machine-report.ts';
import type { LabsOptions } from './options.ts';

/** The line that sets a lab machine up, for one room or for any. Holds the key: for who may have it alone. */
export interface EnrolCommand {
  readonly room?: string;
  readonly command: string;
}

/** One a room; none where nothing listens, because nothing can be set up yet. */
export function enrolCommands(
  { listen, rooms }: LabsOptions,
  key: LabKey,
): readonly EnrolCommand[] {
  if (listen === 'off') return [];
  const command = `hatang machine enroll --agent ${listen} --key ${sayLabKey(key)}`;
  if (rooms.length === 0) return [{ command }];
  return rooms.map(({ id }) => ({ room: id, command: `${command} --room ${id}` }));
}
