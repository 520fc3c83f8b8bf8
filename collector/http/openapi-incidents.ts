import type * as z from 'zod';
import { Acknowledgement, Assignment, Comment, IncidentQuery, Silence } from './incidents.ts';
import { json, post, queryOf, read, schemaOf } from './openapi-parts.ts';

const inPath = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];

const deed = (summary: string, schema: z.ZodType) => {
  const answers = {
    200: { description: 'the incident as it is now', content: json({ type: 'object' }) },
  };
  const described = post(summary, json(schemaOf(schema, 'input')), answers);
  return { post: { ...described.post, parameters: inPath } };
};

/** What is read of incidents, and what people do about them. */
export const incidentPaths = {
  '/api/v1/incidents': read('Incidents: open ones first, then the newest', queryOf(IncidentQuery)),
  '/api/v1/incidents/{id}': read('One incident: members, timeline, who was told', inPath),
  '/api/v1/incidents/{id}/acknowledge': deed(
    'Somebody looks after it, or no longer',
    Acknowledgement,
  ),
  '/api/v1/incidents/{id}/assign': deed('Who looks after it', Assignment),
  '/api/v1/incidents/{id}/comment': deed('A comment in its timeline', Comment),
  '/api/v1/incidents/{id}/silence': deed('Nobody is told until then', Silence),
};
