import type { Request } from 'express';
import type * as z from 'zod';
import { Problem } from './problem.ts';

/** What the parsed body says, or a 422 that names every mistake; no body is an empty one. */
export function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  throw new Problem(422, 'the body does not fit its schema', { errors });
}
