import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standardJsonSchema } from '../standards/json-schema.ts';

/** `npm run schemas`: writes config/schema/*.json anew after a schema has changed. */
writeFileSync(join(import.meta.dirname, '../config/schema/standard.json'), standardJsonSchema());
