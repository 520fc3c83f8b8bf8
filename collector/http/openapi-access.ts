import { AgentTokenAnswer, AgentTokenState } from '../../wire/enrolment.ts';
import {
  AgentsQuery,
  AuditQuery,
  MaintenanceRequest,
  TokenRequest,
  UserChange,
  UserRequest,
} from './access-bodies.ts';
import { ContactChange, ContactRequest } from './contact-bodies.ts';
import { json, made, post, problem, queryOf, read, schemaOf } from './openapi-parts.ts';

const inPath = (...names: readonly string[]): object[] =>
  names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const remove = (summary: string, ...names: readonly string[]) => ({
  delete: {
    summary,
    parameters: inPath(...names),
    responses: { 204: { description: 'done' }, default: problem },
  },
});

const shownOnce = {
  201: { description: 'made; the secret in it is shown once', content: json({ type: 'object' }) },
};
const found = (schema: object) => ({ 200: { description: 'found', content: json(schema) } });

/** People, tokens, agents and the log. */
export const accessPaths = {
  '/api/v1/users': {
    ...read('People the caller looks after'),
    ...post('A person, and a sign-in code', json(schemaOf(UserRequest, 'input')), shownOnce),
  },
  '/api/v1/users/{id}': {
    patch: {
      summary: 'Role, unit, disabled or not',
      parameters: inPath('id'),
      requestBody: { required: true, content: json(schemaOf(UserChange, 'input')) },
      responses: { ...found({ type: 'object' }), default: problem },
    },
  },
  '/api/v1/users/{id}/sign-in-code': {
    post: {
      summary: 'A way in for whoever lost the password, which is forgotten',
      parameters: inPath('id'),
      responses: { ...shownOnce, default: problem },
    },
  },
  '/api/v1/tokens': {
    ...read('API tokens the caller looks after, never the secret'),
    ...post('An API token', json(schemaOf(TokenRequest, 'input')), shownOnce),
  },
  '/api/v1/tokens/{id}': remove('Revokes an API token at once', 'id'),
  '/api/v1/contacts': {
    ...read('Who gets mail, of the units the caller looks after; schools of which nobody does'),
    ...post('A contact', json(schemaOf(ContactRequest, 'input')), {
      201: { description: 'made', content: json({ type: 'object' }) },
    }),
  },
  '/api/v1/contacts/{id}': {
    patch: {
      summary: 'What is named changes, the rest stays',
      parameters: inPath('id'),
      requestBody: { required: true, content: json(schemaOf(ContactChange, 'input')) },
      responses: { ...found({ type: 'object' }), default: problem },
    },
    ...remove('Gets no more mail of the unit', 'id'),
  },
  '/api/v1/contacts/{id}/test': {
    post: {
      summary: 'A mail that tells nothing but that it came; one in ten minutes',
      parameters: inPath('id'),
      responses: { 202: { description: 'queued' }, default: problem },
    },
  },
  '/api/v1/agents': read('Agents: enrolled, last heard', queryOf(AgentsQuery)),
  '/api/v1/agents/{school}/{agent}': remove('Revokes an agent’s token at once', 'school', 'agent'),
  '/api/v1/enrolment-codes/{id}': remove('Takes back a code nobody has used', 'id'),
  '/api/v1/agent/token': {
    get: {
      summary: 'Whose the token is that asks',
      responses: { ...found(schemaOf(AgentTokenState, 'output')), default: problem },
    },
    post: {
      summary:
        'Another token for the calling agent; the old one ends when it is first used, or after an hour',
      responses: { ...made(AgentTokenAnswer), default: problem },
    },
  },
  '/api/v1/maintenance': {
    ...read('Announced work that concerns the caller: running, coming, past; the latest first'),
    ...post(
      'Announces work: nothing it breaks is reported meanwhile',
      json(schemaOf(MaintenanceRequest, 'input')),
      { 201: { description: 'announced', content: json({ type: 'object' }) } },
    ),
  },
  '/api/v1/maintenance/{id}/end': {
    post: {
      summary: 'Ends announced work before its time',
      parameters: inPath('id'),
      responses: { ...found({ type: 'object' }), default: problem },
    },
  },
  '/api/v1/audit': read('Who changed what, newest first', queryOf(AuditQuery)),
};
