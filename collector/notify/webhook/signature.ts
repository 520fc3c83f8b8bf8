import { createHmac } from 'node:crypto';
import type { EpochMs } from '../../../kit/units.ts';

/**
 * The three headers of Standard Webhooks 1.0.0: `webhook-signature` is `v1,` and base64 of the HMAC-SHA256 over
 * `ID.SECONDS.BODY`. The stamp is that of this try, so that a receiver may refuse what is old.
 */
export function signed(
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: EpochMs },
  key: Uint8Array,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at / 1_000));
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${mac}`,
  };
}
