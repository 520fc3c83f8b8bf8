import { AgentConfigMade, AgentConfigRequest, ConfigReport } from '../../wire/agent-config.ts';
import { Receipt } from '../../wire/batch.ts';
import {
  EnrolmentAnswer,
  EnrolmentCodeAnswer,
  EnrolmentCodeRequest,
  EnrolmentRequest,
} from '../../wire/enrolment.ts';
import { LEASE_HEADER, LeaseGranted, LeaseRequest, LeaseWait } from '../../wire/lease.ts';
import { HistoryQuery, MailQuery } from './api.ts';
import { DeadLetterQuery } from './dead-letters.ts';
import { accessPaths } from './openapi-access.ts';
import { incidentPaths } from './openapi-incidents.ts';
import { json, made, post, problem, queryOf, read, schemaOf } from './openapi-parts.ts';
import { OutagesQuery, SharedCamerasQuery, UpgradePlanQuery } from './reports.ts';

/** One JSON document, or with `format=csv` a table. */
const report = (summary: string, parameters: object[]) => {
  const { get } = read(summary, parameters);
  const content = { ...json({ type: 'object' }), 'text/csv': { schema: { type: 'string' } } };
  return {
    get: { ...get, responses: { ...get.responses, 200: { description: 'made', content } } },
  };
};

const withdrawal = {
  post: {
    summary: 'The version holds no longer: the one before it, for the same unit, does',
    parameters: [{ name: 'number', in: 'path', required: true, schema: { type: 'integer' } }],
    responses: { 204: { description: 'withdrawn' }, default: problem },
  },
};

const handBack = {
  delete: {
    summary:
      'Hands the lease of the header back; without the header, gives up the place in the queue',
    parameters: [{ name: LEASE_HEADER, in: 'header', schema: { type: 'string' } }],
    responses: { 204: { description: 'handed back' }, default: problem },
  },
};

const agentPaths = {
  '/api/v1/agent/config': read('What the centre sends the calling agent, with ETag'),
  '/api/v1/agent/config/report': post(
    'What became of a version at the calling agent; 204 once it is durable',
    json(schemaOf(ConfigReport, 'input')),
    { 204: { description: 'kept' } },
  ),
  '/api/v1/agent-configs': {
    ...read('Versions of settings for agents, newest first, with what became of each'),
    ...post(
      'A version that holds from now on',
      json(schemaOf(AgentConfigRequest, 'input')),
      made(AgentConfigMade),
    ),
  },
  '/api/v1/agent-configs/{number}/withdraw': withdrawal,
};

const reportPaths = {
  '/api/v1/reports/upgrade-plan': report(
    'Cameras to set or to replace, with counts',
    queryOf(UpgradePlanQuery),
  ),
  '/api/v1/reports/shared-cameras': report(
    'Public-zone cameras fit for the operations centre',
    queryOf(SharedCamerasQuery),
  ),
  '/api/v1/reports/outages': report(
    'How long each school was cut off in a month, by cause, as its incidents say',
    queryOf(OutagesQuery),
  ),
};

const mailPaths = {
  '/api/v1/mails': read('What was sent or kept', queryOf(MailQuery)),
  '/api/v1/mails/bounces': post(
    'A mail server’s report of a mail that failed or is late (RFC 3464), as it came',
    { 'message/rfc822': { schema: { type: 'string' } } },
    { 200: { description: 'what was made of it' } },
  ),
};

/** Generated from the schemas that validate, so that it can't say anything else than they do. */
export function openapi(version: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'hatang collector', version },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/api/v2/write': post(
        'Facts as line protocol, gzip or plain; 204 once they are durable',
        { 'text/plain': { schema: { type: 'string' } } },
        {
          204: { description: 'all lines stored, or stored before' },
          400: {
            description: 'good lines stored, bad ones named',
            content: { 'application/problem+json': { schema: schemaOf(Receipt, 'output') } },
          },
        },
      ),
      '/api/v1/enrolment-codes': {
        ...post(
          'A code for one agent of a school',
          json(schemaOf(EnrolmentCodeRequest, 'input')),
          made(EnrolmentCodeAnswer),
        ),
        ...read('Codes nobody has used yet'),
      },
      ...accessPaths,
      '/api/v1/enroll': post(
        'A token for the agent that has a code',
        json(schemaOf(EnrolmentRequest, 'input')),
        made(EnrolmentAnswer),
      ),
      '/api/v1/leases': {
        ...post(
          'A slot to measure the line, or a place in the queue: ask again after `retryAfterS`',
          json(schemaOf(LeaseRequest, 'input')),
          {
            ...made(LeaseGranted),
            202: { description: 'wait', content: json(schemaOf(LeaseWait, 'output')) },
          },
        ),
        ...handBack,
      },
      ...agentPaths,
      '/api/v1/readiness': read('Every school the caller sees, judged'),
      '/api/v1/schools/{id}': read('One school: findings, devices, incidents', [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      ]),
      '/api/v1/history': read('What was measured when', queryOf(HistoryQuery)),
      ...incidentPaths,
      '/api/v1/dead-letters': read('Refused lines with reasons', queryOf(DeadLetterQuery)),
      ...mailPaths,
      ...reportPaths,
    },
  };
}
