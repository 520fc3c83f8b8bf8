/** What a worker is told, and the memory through which its last input is read once it hangs. */
export interface Order {
  readonly target: string;
  readonly seed: number;
  readonly seconds: number;
  /** The number of the first input. */
  readonly first: number;
  /** This one input alone, to see whether it hangs again. */
  readonly only: Uint8Array | undefined;
  readonly shared: SharedArrayBuffer;
}

/** Number of the input and its length, then its bytes. */
const HEAD_BYTES = 8;
export const MAX_INPUT_BYTES = 512 * 1024;
export const sharedInput = (): SharedArrayBuffer =>
  new SharedArrayBuffer(HEAD_BYTES + MAX_INPUT_BYTES);

export function putInput(shared: SharedArrayBuffer, number: number, bytes: Uint8Array): void {
  const head = new Int32Array(shared, 0, 2);
  new Uint8Array(shared, HEAD_BYTES).set(bytes.subarray(0, MAX_INPUT_BYTES));
  Atomics.store(head, 1, bytes.length);
  // Last: whoever sees the number sees its bytes. From 1, so that 0 is none yet.
  Atomics.store(head, 0, number + 1);
}

/** The input in hand; undefined before the first. */
export function inputIn(
  shared: SharedArrayBuffer,
): { readonly number: number; readonly bytes: Uint8Array } | undefined {
  const head = new Int32Array(shared, 0, 2);
  const number = Atomics.load(head, 0) - 1;
  if (number < 0) return undefined;
  const length = Atomics.load(head, 1);
  return { number, bytes: Uint8Array.from(new Uint8Array(shared, HEAD_BYTES, length)) };
}
