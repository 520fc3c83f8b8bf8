import * as z from 'zod';

/** What descriptions of routes are put together from. */

export const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

export const json = (schema: object) => ({ 'application/json': { schema } });
export const problem = {
  description: 'RFC 9457 problem',
  content: { 'application/problem+json': { schema: { type: 'object' } } },
};

export function queryOf(schema: z.ZodObject): object[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: 'query',
    required: !field.safeParse(undefined).success,
    schema: schemaOf(field, 'input'),
  }));
}

export const read = (summary: string, parameters: object[] = []) => ({
  get: {
    summary,
    parameters,
    responses: {
      200: { description: 'found', content: json({ type: 'object' }) },
      default: problem,
    },
  },
});

export const post = (summary: string, body: object, answers: Record<number, object>) => ({
  post: {
    summary,
    requestBody: { required: true, content: body },
    responses: { ...answers, default: problem },
  },
});

export const made = (schema: z.ZodType) => ({
  201: { description: 'made', content: json(schemaOf(schema, 'output')) },
});
