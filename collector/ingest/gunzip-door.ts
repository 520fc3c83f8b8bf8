import { createGunzip } from 'node:zlib';
import { messageOf } from '../../kit/result.ts';

export type Gunzipped =
  | { readonly kind: 'plain' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_gzip'; readonly detail: string }
  /** `take` wanted no more. */
  | { readonly kind: 'stopped' };

const CHUNK_BYTES = 128 * 1024;

/** Hands the plain text to `take` piece by piece: a bomb costs no more memory than a piece, and ends at `limitBytes`. */
export async function gunzipPieces(
  body: Uint8Array,
  limitBytes: number,
  take: (piece: Uint8Array) => 'more' | 'stop',
): Promise<Gunzipped> {
  if (body.length === 0) return { kind: 'not_gzip', detail: 'an empty body is not gzip' };
  const stream = createGunzip({ chunkSize: CHUNK_BYTES });
  stream.end(body);
  let size = 0;
  try {
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array)) throw new Error('gunzip gave no bytes');
      size += piece.length;
      if (size > limitBytes) return { kind: 'too_large' };
      if (take(piece) === 'stop') return { kind: 'stopped' };
    }
    return { kind: 'plain' };
  } catch (error) {
    return { kind: 'not_gzip', detail: messageOf(error) };
  }
}
