import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf } from '../../kit/result.ts';

export type Gunzipped =
  | { readonly kind: 'plain'; readonly body: Uint8Array }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_gzip'; readonly detail: string };

const inflate = promisify(gunzip);

/** Stops as soon as the plain text passes `limitBytes`: a bomb costs no more memory than that. */
export async function gunzipBounded(body: Uint8Array, limitBytes: number): Promise<Gunzipped> {
  try {
    return { kind: 'plain', body: await inflate(body, { maxOutputLength: limitBytes }) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'too_large' };
    return { kind: 'not_gzip', detail: messageOf(error) };
  }
}
