import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';

/** What a part logs with: one event name and flat fields, never a secret, never a sentence to parse. */
export interface Log {
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

export const LOG_LEVELS = ['info', 'warn', 'error'] as const;

/** JSON lines on stderr (stdout belongs to the command's own answer). */
export function stderrLog(
  program: string,
  level: (typeof LOG_LEVELS)[number] = 'info',
  stream: DestinationStream = destination(2),
): Log {
  return pino(
    {
      level,
      base: { program },
      timestamp: stdTimeFunctions.isoTime,
      redact: {
        paths: ['token', 'password', 'authorization', 'community', 'code', '*.token', '*.password'],
        censor: '[kept out]',
      },
    },
    stream,
  );
}

export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
