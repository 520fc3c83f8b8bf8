import * as z from 'zod';
import { RuleFile, RuleOverrides } from './rule-schema.ts';

const asText = (schema: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', reused: 'ref' }), undefined, 2)}\n`;

/** The schema of config/alerts/*.yaml for editors, as the text of config/schema/alerts.json. */
export const rulesJsonSchema = (): string => asText(RuleFile);

/** Of a file of overrides, as the text of config/schema/alert-overrides.json. */
export const overridesJsonSchema = (): string => asText(RuleOverrides);
