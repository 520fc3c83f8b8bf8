import { type LabKey, sayLabKey } from '../../wire/machine-report.ts';

/** The line that sets a lab machine up, for one room or for any. Holds the key: for who may have it alone. */
export const enrolCommand = (listen: string, key: LabKey, room?: string): string =>
  [
    `hatang machine enroll --agent ${listen} --key ${sayLabKey(key)}`,
    ...(room === undefined ? [] : [`--room ${room}`]),
  ].join(' ');
