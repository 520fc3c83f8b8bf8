import * as z from 'zod';
import { Standard } from './criterion.ts';

/** The schema of config/standards/*.yaml for editors, as the text of config/schema/standard.json. */
export function standardJsonSchema(): string {
  const schema = z.toJSONSchema(Standard, { io: 'input', reused: 'ref' });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
