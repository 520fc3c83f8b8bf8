import { gunzipSync, gzipSync } from 'node:zlib';
import { messageOf } from '../../kit/result.ts';
import { BATCH_LIMITS } from '../../wire/batch.ts';
import type { Fact } from '../../wire/fact.ts';
import { encodeFact } from '../../wire/line-protocol.ts';

/** What travels as one batch: gzip of line protocol, and how many lines it holds. */
export interface Sealed {
  readonly payload: Uint8Array;
  readonly lines: number;
}

/** A batch joined of several stays well within what the collector takes. */
const MERGED = { lines: 5_000, bytes: 1024 * 1024 } as const;

/** Facts as a sealed payload; a fact that has no line (a figure that is not finite) is named, not thrown. */
export function seal(facts: readonly Fact[]): {
  readonly sealed: Sealed | undefined;
  readonly unwritable: readonly string[];
} {
  const lines: string[] = [];
  const unwritable: string[] = [];
  for (const fact of facts) {
    try {
      lines.push(encodeFact(fact));
    } catch (error) {
      unwritable.push(messageOf(error));
    }
  }
  const sealed =
    lines.length === 0 ? undefined : { payload: gzipSync(lines.join('\n')), lines: lines.length };
  return { sealed, unwritable };
}

/** The lines of a payload; undefined when it is damaged, as its checksum tells. */
export function unseal(payload: Uint8Array): string | undefined {
  try {
    return gunzipSync(payload, { maxOutputLength: BATCH_LIMITS.plainBytes }).toString('utf8');
  } catch {
    // Whatever zlib says of it, the caller sets a damaged payload aside.
    return undefined;
  }
}

/** Several payloads as one; a damaged one among them is left out. */
export function join(parts: readonly Sealed[]): Sealed {
  const whole = parts.flatMap(({ payload, lines }) => {
    const text = unseal(payload);
    return text === undefined ? [] : [{ text, lines }];
  });
  return {
    payload: gzipSync(whole.map(({ text }) => text).join('\n')),
    lines: whole.reduce((sum, { lines }) => sum + lines, 0),
  };
}

/** As many of the newest as one batch may hold; always one. */
export function fitting<Part extends Sealed>(newestFirst: readonly Part[]): readonly Part[] {
  let lines = 0;
  let size = 0;
  return newestFirst.filter((part, at) => {
    lines += part.lines;
    size += part.payload.length;
    return at === 0 || (lines <= MERGED.lines && size <= MERGED.bytes);
  });
}
