import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type Request, type Response } from 'express';
import type { Views } from '../collector/report/views.ts';
import { ackPage } from '../collector/web/ack-page.ts';
import { languageOf } from '../collector/web/language.ts';
import { pageAssets, pageHeaders } from '../collector/web/page-headers.ts';
import type { PageParts } from '../collector/web/page-parts.ts';
import type { Caller, PageRequest } from '../collector/web/page-request.ts';
import { pageRoutes } from '../collector/web/pages.ts';
import { incidentStage } from './incident-stage.ts';
import { sampleDesks } from './sample-desks.ts';
import {
  NOW,
  sampleAdmin,
  sampleIncidentPage,
  sampleIncidents,
  sampleMails,
  sampleRows,
  sampleSchool,
} from './web-sample.ts';
import { sampleAckState } from './web-sample-ack.ts';
import { sampleConfigs } from './web-sample-configs.ts';
import { sampleDevicePage } from './web-sample-device-page.ts';
import { sampleBadHealth, sampleFineHealth } from './web-sample-health.ts';
import { sampleLinePage } from './web-sample-line-page.ts';

/** The pages behind a plain Express app with made-up views: what collector/http does, in small. */

const SAMPLE_TOKEN = 'sample-form-token';

export const sampleViews = (count: number): Views => {
  const school = sampleSchool();
  return {
    readiness: () => sampleRows(count),
    school: (id) => (id === school.id ? school : undefined),
    device: ({ school: id, device }) => (id === school.id ? sampleDevicePage(device) : undefined),
    line: ({ school: id, device }) => (id === school.id ? sampleLinePage(device) : undefined),
    incidents: ({ state }) =>
      sampleIncidents.filter((incident) => state === undefined || incident.state === state),
    incident: (id) => sampleIncidentPage(id),
    incidentRules: () =>
      sampleIncidents.map(({ rule, title }) => ({ id: rule, title })).slice(0, 2),
    mails: ({ state, id }) =>
      sampleMails.filter(
        (mail) => (state ?? mail.state) === mail.state && (id ?? mail.id) === mail.id,
      ),
    mailCounts: () => new Map(sampleMails.map(({ state }) => [state, 1])),
  };
};

export const sampleParts = (count: number): PageParts => ({
  views: sampleViews(count),
  health: () => (count === 0 ? sampleFineHealth : sampleBadHealth),
  version: '0.1.0',
  collectorUrl: () => 'https://hatang.example.vn',
  deadLetters: () => [
    {
      school: 'truong-1',
      agent: 'server',
      batch: 'b-12',
      lineNumber: 3,
      line: 'camera,device=cam-01 up=maybe',
      reason: 'field up is not a boolean',
      receivedAt: NOW,
    },
  ],
  configs: {
    list: () => (count === 0 ? [] : sampleConfigs),
    make: () => ({ ok: false, problem: { kind: 'wrong', paths: ['settings.cameras.every'] } }),
    withdraw: () => false,
  },
  desks: sampleDesks(NOW),
  incidentDesk: incidentStage(NOW).desk,
  access: {
    signIn: async (signIn) =>
      signIn.way === 'code' && signIn.code === 'right'
        ? { ok: true, value: { setCookie: 'session=1; Path=/' } }
        : { ok: false, problem: 'wrong' },
    sessions: ({ user }) =>
      user === undefined
        ? []
        : [true, false].map((own, id) => ({
            ...{ id, own, createdAt: NOW, seenAt: NOW, address: '10.0.0.1' },
            browser: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0',
          })),
    endSession: () => undefined,
    signOut: () => ({ setCookie: 'session=; Path=/; Max-Age=0' }),
    setPassword: async () => ({ ok: true, value: undefined }),
    enrol: ({ school, name }) => ({
      ok: true,
      value: { school, name: name ?? school, code: 'K7QF-2M9P-XW4T', expiresAt: NOW },
    }),
  },
});

export interface SampleServer {
  readonly url: string;
  /** Tells every page that listens; how many there are. */
  announce(): number;
  close(): void;
}

export async function serveSample(
  count: number,
  caller: Caller | undefined = sampleAdmin,
): Promise<SampleServer> {
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  const listeners = new Set<Response>();
  app.get('/events', (_, response) => {
    response.type('text/event-stream').flushHeaders();
    listeners.add(response);
  });
  for (const name of pageAssets)
    app.get(`/assets/${name}`, (_, response) => {
      response.sendFile(fileURLToPath(new URL(`../dashboards/web/${name}`, import.meta.url)));
    });
  app.get('/acknowledge/:kind', (request, response) => {
    const { params, ...asked } = toPageRequest(request, undefined);
    const state = sampleAckState(params['kind']);
    response.set(pageHeaders).send(String(ackPage(state, { ...asked, version: '0.1.0' })));
  });
  for (const route of pageRoutes(sampleParts(count)))
    app[route.method === 'GET' ? 'get' : 'post'](route.path, async (request, response) => {
      const answer = await route.render(toPageRequest(request, caller));
      response.set({ ...pageHeaders, ...answer.headers });
      if (answer.redirect === undefined)
        response.status(answer.status).type(answer.type).send(String(answer.body));
      else response.redirect(303, answer.redirect);
    });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    announce: () => {
      for (const listener of listeners) listener.write('data: changed\n\n');
      return listeners.size;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

function toPageRequest(request: Request, caller: Caller | undefined): PageRequest {
  const query = words(request.query);
  return {
    params: words(request.params),
    query,
    form: words(request.body),
    caller,
    session: undefined,
    peer: '127.0.0.1',
    browser: 'a browser',
    speech: {
      language: languageOf(query['lang'], request.headers.cookie),
      timeZone: 'Asia/Ho_Chi_Minh',
    },
    csrfToken: SAMPLE_TOKEN,
    now: NOW,
  };
}

const words = (values: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
