/** A reader of outside bytes under fuzz: what it may be fed, and what it promises whatever comes. */
export interface Target {
  readonly name: string;
  /** Good and nearly good inputs that mutations begin with. */
  seeds(): Promise<readonly Uint8Array[]>;
  /** Words of the format that mutations put in. */
  readonly words: readonly string[];
  /** Feeds one input; throws where a promise is broken. */
  feed(bytes: Uint8Array, random: () => number): void;
}

/** A promise of a reader: the message is what a finding says. */
export function promise(holds: boolean, broken: string): void {
  if (!holds) throw new Error(broken);
}

export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** What a reader hands on from one answer stays small, whatever the answer was. */
export function promiseSmall(value: unknown, maxChars: number, what: string): void {
  const size = JSON.stringify(value)?.length ?? 0;
  promise(size <= maxChars, `${what} of ${size} characters`);
}
