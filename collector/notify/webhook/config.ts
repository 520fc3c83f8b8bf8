import * as z from 'zod';
import { Slug } from '../../../kit/config-fields.ts';
import { SEVERITIES } from '../../alert/rule.ts';
import type { Notice } from '../notice.ts';
import { isOpenToAll, OutUrl, SAY_OPEN } from '../out-url.ts';

const KINDS = ['opened', 'joined', 'left', 'resolved', 'escalated'] as const;
/** All kinds there are, and no others. */
type Kind = Notice['kind'] & (typeof KINDS)[number];

/**
 * `whsec_` and base64 of 24 to 64 bytes. Source: Standard Webhooks 1.0.0, "Signature scheme".
 */
const Secret = z.string().transform((text, context) => {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const key = Buffer.from(base64, 'base64');
  if (key.length >= 24 && key.length <= 64) return new Uint8Array(key);
  context.addIssue({
    code: 'custom',
    message:
      'expected whsec_ and base64 of 24 to 64 bytes: echo "whsec_$(openssl rand -base64 32)" makes one',
  });
  return z.NEVER;
});

/** A program that is called when something happens to an incident. */
export const WebhookConfig = z
  .strictObject({
    name: Slug,
    url: OutUrl,
    secret: Secret,
    events: z
      .array(z.enum(KINDS satisfies readonly Kind[]))
      .min(1)
      .default(['opened', 'resolved', 'escalated']),
    /** The least severity it is called for. */
    least: z.enum(SEVERITIES).default('info'),
    insecure: z.boolean().default(false),
  })
  .refine(({ url, insecure }) => insecure || !URL.canParse(url) || !isOpenToAll(url), {
    path: ['url'],
    error: SAY_OPEN,
  });
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const Webhooks = z
  .array(WebhookConfig)
  .default([])
  .superRefine((hooks, context) => {
    const names = hooks.map(({ name }) => name);
    for (const [at, name] of names.entries())
      if (names.indexOf(name) !== at)
        context.addIssue({ code: 'custom', path: [at, 'name'], message: `${name} stands twice` });
  });
