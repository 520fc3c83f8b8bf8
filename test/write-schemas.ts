import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { yearListJsonSchema } from '../agent/probes/service/year-list-schema.ts';
import { overridesJsonSchema, rulesJsonSchema } from '../collector/alert/rules/json-schema.ts';
import { standardJsonSchema } from '../standards/json-schema.ts';

/** `npm run schemas`: writes config/schema/*.json anew after a schema has changed. */
const FOLDER = join(import.meta.dirname, '../config/schema');
writeFileSync(join(FOLDER, 'standard.json'), standardJsonSchema());
writeFileSync(join(FOLDER, 'services.json'), yearListJsonSchema());
writeFileSync(join(FOLDER, 'alerts.json'), rulesJsonSchema());
writeFileSync(join(FOLDER, 'alert-overrides.json'), overridesJsonSchema());
