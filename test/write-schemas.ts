import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { yearListJsonSchema } from '../agent/probes/service/year-list-schema.ts';
import { standardJsonSchema } from '../standards/json-schema.ts';

/** `npm run schemas`: writes config/schema/*.json anew after a schema has changed. */
const FOLDER = join(import.meta.dirname, '../config/schema');
writeFileSync(join(FOLDER, 'standard.json'), standardJsonSchema());
writeFileSync(join(FOLDER, 'services.json'), yearListJsonSchema());
