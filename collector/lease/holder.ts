import type { Caller } from '../access/caller.ts';
import type { LeaseHolder } from './gate.ts';

/** An agent asks for its school; an admin, who has none, for itself: no school's id begins with @. */
export const holderOf = ({ role, unit, agent, name }: Caller): LeaseHolder =>
  role === 'agent' ? { id: unit ?? '', agent: agent ?? '' } : { id: `@${name}`, agent: '' };
