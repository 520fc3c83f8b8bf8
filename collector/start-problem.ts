import { messageOf } from '../kit/result.ts';

/** Why a collector can't start: its config is wrong, or something it needs (a port, its database) is not to be had. */
export class StartProblem extends Error {
  readonly kind: 'config' | 'needed';

  constructor(kind: 'config' | 'needed', message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** Runs what may not be to be had; `what` begins the message where it is not clear by itself. */
export function needed<Value>(work: () => Value, what?: string): Value {
  try {
    return work();
  } catch (error) {
    const begin = what === undefined ? '' : `${what}: `;
    throw new StartProblem('needed', `${begin}${messageOf(error)}`, error);
  }
}
