/** A deed that may fail in a way its caller acts on. What its caller can't act on is thrown. */
export type Result<Value, Problem = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

export const fail = <Problem>(
  problem: Problem,
): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem,
});

/** The end of a switch over a union: does not compile while a case is missing. */
export function never(value: never): never {
  throw new Error(`unforeseen case: ${JSON.stringify(value)}`);
}

/** The message of whatever was thrown; never a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
