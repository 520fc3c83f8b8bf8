import type { Request } from 'express';
import type { Desks } from '../access/desks.ts';
import type { Authorizing } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Administering extends Authorizing {
  readonly desks: Desks;
}

/** The number in the path; one that is none is nobody's. */
export function idOf(request: Request): number {
  const text = request.params['id'];
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw new Problem(404, 'there is no such number');
}
