import { fingerprint } from '../../collector/access/secrets-door.ts';

/**
 * Every route, asked by every role, about its own school (thcs-a, in Chợ Quán) and another's (thcs-b, in An Đông).
 * A route that is added to the collector and not to this table fails the last test. Whoever is of the other ward or
 * school sees the mirror of what is own here; whose token was revoked or has expired is nobody, whatever the route.
 */
export const WHO = ['admin', 'city', 'officer', 'school', 'agent', 'nobody'] as const;
export const OTHERS = ['other officer', 'other school'] as const;
export const ENDED = [
  'revoked admin',
  'revoked officer',
  'revoked school',
  'revoked agent',
  'expired admin',
  'expired officer',
  'expired school',
  'a disabled person’s token',
] as const;
export type Who = (typeof WHO)[number] | (typeof OTHERS)[number] | (typeof ENDED)[number];
type Statuses = readonly [number, number, number, number, number, number];

const ANYBODY: Statuses = [200, 200, 200, 200, 200, 200];
const READ: Statuses = [200, 200, 200, 200, 403, 401];
const READ_OTHER: Statuses = [200, 200, 404, 404, 403, 401];
/** To the pages an agent is nobody: it is sent to the sign-in. */
const PAGE: Statuses = [200, 200, 200, 200, 303, 303];
const PAGE_OTHER: Statuses = [200, 200, 404, 404, 303, 303];

const PAGE_MISSING: Statuses = [404, 404, 404, 404, 303, 303];

/** For whoever looks after others: people, tokens, agents, the log. */
const MANAGE: Statuses = [200, 200, 200, 403, 403, 401];
const MANAGE_PAGE: Statuses = [200, 200, 200, 403, 303, 303];

const history = (school: string) => `/api/v1/history?school=${school}&measurement=cpu&field=usage`;

/** A unit is told only to whoever sees all of it: an officer of a ward gets no city, a school no ward. */
const reports = (kind: string): readonly (readonly [string, string, Statuses])[] => {
  const path = `/api/v1/reports/${kind}`;
  return [
    [path, path, READ],
    [path, `${path}?format=csv`, READ],
    [path, `${path}?school=thcs-a`, READ],
    [path, `${path}?school=thcs-b`, READ_OTHER],
    [path, `${path}?unit=cho-quan`, [200, 200, 200, 404, 403, 401]],
    [path, `${path}?unit=an-dong`, READ_OTHER],
    [path, `${path}?unit=tphcm`, READ_OTHER],
    [path, `${path}?unit=thcs-a`, [404, 404, 404, 404, 403, 401]],
    [path, `${path}?school=thcs-a&unit=cho-quan`, [422, 422, 422, 422, 403, 401]],
    [path, `${path}?format=docx`, [422, 422, 422, 422, 403, 401]],
  ];
};

/** Route, what is asked of it, and the answers in the order of WHO. */
export const reads: readonly (readonly [string, string, Statuses])[] = [
  ['/healthz', '/healthz', ANYBODY],
  ['/readyz', '/readyz', ANYBODY],
  ['/metrics', '/metrics', ANYBODY],
  ['/openapi.json', '/openapi.json', ANYBODY],
  ['/events', '/events', READ],
  ['/api/v1/readiness', '/api/v1/readiness', READ],
  ['/api/v1/schools/:id', '/api/v1/schools/thcs-a', READ],
  ['/api/v1/schools/:id', '/api/v1/schools/thcs-b', READ_OTHER],
  ['/api/v1/schools/:id', '/api/v1/schools/cho-quan', [404, 404, 404, 404, 403, 401]],
  ['/api/v1/history', history('thcs-a'), READ],
  ['/api/v1/history', history('thcs-b'), READ_OTHER],
  ['/api/v1/incidents', '/api/v1/incidents?school=thcs-b', READ],
  ['/api/v1/mails', '/api/v1/mails', READ],
  ['/api/v1/dead-letters', '/api/v1/dead-letters?school=thcs-a', READ],
  ['/api/v1/dead-letters', '/api/v1/dead-letters?school=thcs-b', READ_OTHER],
  ['/api/v1/dead-letters', '/api/v1/dead-letters', [200, 404, 404, 404, 403, 401]],
  ['/api/v1/agent-configs', '/api/v1/agent-configs', MANAGE],
  ['/agent-configs', '/agent-configs', MANAGE_PAGE],
  ['/health', '/health', [200, 403, 403, 403, 303, 303]],
  ...reports('upgrade-plan'),
  ...reports('shared-cameras'),
  ['/api/v1/agent/config', '/api/v1/agent/config', [403, 403, 403, 403, 200, 401]],
  // Who may measure does so within a lease: test/e2e/leases.test.ts.
  ['/api/v1/measure/download', '/api/v1/measure/download?bytes=1', [403, 403, 403, 403, 403, 401]],
  ['/api/v1/measure/arrivals', '/api/v1/measure/arrivals', [403, 403, 403, 403, 403, 401]],
  ['/api/v1/agent/token', '/api/v1/agent/token', [403, 403, 403, 403, 200, 401]],
  ['/api/v1/users', '/api/v1/users', MANAGE],
  ['/api/v1/tokens', '/api/v1/tokens', MANAGE],
  ['/api/v1/agents', '/api/v1/agents', MANAGE],
  ['/api/v1/agents', '/api/v1/agents?school=thcs-b', MANAGE],
  ['/api/v1/enrolment-codes', '/api/v1/enrolment-codes', MANAGE],
  ['/api/v1/audit', '/api/v1/audit?limit=5', MANAGE],
  ['/api/v1/audit', '/api/v1/audit?limit=5000', [422, 422, 422, 403, 403, 401]],
  ['/api/v1/maintenance', '/api/v1/maintenance', READ],
  ['/maintenance', '/maintenance', PAGE],
  ['/api/v1/contacts', '/api/v1/contacts', READ],
  ['/contacts', '/contacts', PAGE],
  ['/contacts/:id', '/contacts/{contact of thcs-a}', PAGE],
  ['/contacts/:id', '/contacts/{contact of thcs-b}', PAGE_OTHER],
  ['/contacts/:id', '/contacts/{contact of cho-quan}', [200, 200, 200, 404, 303, 303]],
  ['/contacts/:id', '/contacts/{contact of tphcm}', [200, 200, 404, 404, 303, 303]],
  ['/users', '/users', MANAGE_PAGE],
  ['/users/:id', '/users/{in thcs-a}', MANAGE_PAGE],
  ['/users/:id', '/users/{in thcs-b}', [200, 200, 404, 403, 303, 303]],
  ['/users/:id', '/users/{admin}', [200, 404, 404, 403, 303, 303]],
  ['/users/:id', '/users/x', [404, 404, 404, 403, 303, 303]],
  ['/tokens', '/tokens', MANAGE_PAGE],
  ['/agents', '/agents', MANAGE_PAGE],
  ['/audit', '/audit', MANAGE_PAGE],
  ['/audit.csv', '/audit.csv', MANAGE_PAGE],
  ['/', '/', [200, 200, 200, 303, 303, 303]],
  ['/schools.csv', '/schools.csv', PAGE],
  ['/schools/:id', '/schools/thcs-a', PAGE],
  ['/schools/:id', '/schools/thcs-b', PAGE_OTHER],
  ['/schools/:id/findings.csv', '/schools/thcs-a/findings.csv', PAGE],
  ['/schools/:id/findings.csv', '/schools/thcs-b/findings.csv', PAGE_OTHER],
  ['/schools/:id/machines.csv', '/schools/thcs-a/machines.csv', PAGE],
  ['/schools/:id/machines.csv', '/schools/thcs-b/machines.csv', PAGE_OTHER],
  ['/schools/:id/machines/:device', '/schools/thcs-a/machines/pc', PAGE],
  ['/schools/:id/machines/:device', '/schools/thcs-a/machines/cam', PAGE_MISSING],
  ['/schools/:id/machines/:device', '/schools/thcs-b/machines/pc', PAGE_MISSING],
  ['/schools/:id/lines/:device', '/schools/thcs-a/lines/line', PAGE],
  ['/schools/:id/lines/:device', '/schools/thcs-a/lines/cam', PAGE_MISSING],
  ['/schools/:id/lines/:device', '/schools/thcs-b/lines/line', PAGE_MISSING],
  ['/schools/:id/outages.csv', '/schools/thcs-a/outages.csv', PAGE],
  ['/schools/:id/outages.csv', '/schools/thcs-b/outages.csv', PAGE_OTHER],
  ['/schools/:id/availability.csv', '/schools/thcs-a/availability.csv', PAGE],
  ['/schools/:id/availability.csv', '/schools/thcs-b/availability.csv', PAGE_OTHER],
  ['/schools/:id/cameras/:device', '/schools/thcs-a/cameras/cam', PAGE],
  ['/schools/:id/cameras/:device', '/schools/thcs-a/cameras/line', PAGE_MISSING],
  ['/schools/:id/cameras/:device', '/schools/thcs-a/cameras/cam-b', PAGE_MISSING],
  ['/schools/:id/cameras/:device', '/schools/thcs-b/cameras/cam-b', PAGE_OTHER],
  ['/incidents', '/incidents', PAGE],
  ['/mails', '/mails', PAGE],
  ['/mails/:id', '/mails/mail-thcs-a', PAGE],
  ['/mails/:id', '/mails/mail-thcs-b', PAGE_OTHER],
  ['/dead-letters', '/dead-letters', [200, 403, 403, 403, 303, 303]],
  ['/account', '/account', PAGE],
  ['/enrolment', '/enrolment', [200, 200, 200, 403, 303, 303]],
  ['/sign-in', '/sign-in', ANYBODY],
];

const code = (school: string, unit?: string) => ({ json: { school, unit } });
const form = (fields: Readonly<Record<string, string>>) => ({
  body: new URLSearchParams({ ...fields, _csrf: fingerprint('csrf a-visit') }).toString(),
  headers: {
    'Content-Type': 'application/x-www-form-urlencoded',
    Cookie: 'hatang_visit=a-visit',
  },
});

const person = (role: string, unit?: string) => ({ json: { name: '{new}', role, unit } });
const personForm = (role: string, unit: string) => form({ name: '{new}', role, unit });
const MAKE: Statuses = [201, 201, 201, 403, 403, 401];
const MAKE_OTHER: Statuses = [201, 201, 403, 403, 403, 401];
const MAKE_ABOVE: Statuses = [201, 403, 403, 403, 403, 401];
const FORM: Statuses = [201, 201, 201, 403, 303, 303];
/** Of a page: what is not the caller's to give is told in the form, what is not to be seen is not there. */
const FORM_OTHER: Statuses = [201, 201, 422, 403, 303, 303];
/** The form is answered by a redirect where it was done. */
const DONE: Statuses = [303, 303, 303, 403, 303, 303];
const DONE_OTHER: Statuses = [303, 303, 404, 403, 303, 303];
/** Placeholders in braces are made anew for each asker: see `filledIn`. */
const accessChanges: readonly (readonly [string, string, object, Statuses, string?])[] = [
  ['/api/v1/users', 'for the own school', person('school', 'thcs-a'), MAKE],
  ['/api/v1/users', 'for another’s school', person('school', 'thcs-b'), MAKE_OTHER],
  ['/api/v1/users', 'an officer of the own ward', person('officer', 'cho-quan'), MAKE],
  ['/api/v1/users', 'an officer of another ward', person('officer', 'an-dong'), MAKE_OTHER],
  [
    '/api/v1/users',
    'an officer of the city',
    person('officer', 'tphcm'),
    [201, 201, 403, 403, 403, 401],
  ],
  ['/api/v1/users', 'an admin', person('admin'), MAKE_ABOVE],
  ['/api/v1/users', 'of no such role', person('agent'), [422, 422, 422, 403, 403, 401]],
  [
    '/api/v1/users/:id/sign-in-code',
    'for one of the own school',
    { json: {} },
    MAKE,
    '/api/v1/users/{in thcs-a}/sign-in-code',
  ],
  [
    '/api/v1/users/:id/sign-in-code',
    'for one of another’s school',
    { json: {} },
    [201, 201, 404, 403, 403, 401],
    '/api/v1/users/{in thcs-b}/sign-in-code',
  ],
  [
    '/api/v1/users/:id/sign-in-code',
    'for an admin',
    { json: {} },
    [201, 404, 404, 403, 403, 401],
    '/api/v1/users/{admin}/sign-in-code',
  ],
  ['/api/v1/tokens', 'for the own school', person('school', 'thcs-a'), MAKE],
  ['/api/v1/tokens', 'for another’s school', person('school', 'thcs-b'), MAKE_OTHER],
  ['/api/v1/tokens', 'for an admin', person('admin'), MAKE_ABOVE],
  ['/api/v1/agent/token', 'another token', { json: {} }, [403, 403, 403, 403, 201, 401]],
  ['/users', 'for the own school', personForm('school', 'thcs-a'), FORM],
  ['/users', 'for another’s school', personForm('school', 'thcs-b'), FORM_OTHER],
  ['/users', 'an admin', personForm('admin', ''), [201, 422, 422, 403, 303, 303]],
  [
    '/users/:id',
    'one of the own school',
    form({ role: 'school', unit: 'thcs-a' }),
    DONE,
    '/users/{in thcs-a}',
  ],
  [
    '/users/:id',
    'one of another’s school',
    form({ role: 'school', unit: 'thcs-b' }),
    DONE_OTHER,
    '/users/{in thcs-b}',
  ],
  ...['disable', 'enable'].flatMap(
    (deed) =>
      [
        [`/users/:id/${deed}`, 'own', form({}), DONE, `/users/{in thcs-a}/${deed}`],
        [`/users/:id/${deed}`, 'other', form({}), DONE_OTHER, `/users/{in thcs-b}/${deed}`],
      ] as const,
  ),
  ['/users/:id/sign-in-code', 'own', form({}), FORM, '/users/{in thcs-a}/sign-in-code'],
  [
    '/users/:id/sign-in-code',
    'other',
    form({}),
    [201, 201, 404, 403, 303, 303],
    '/users/{in thcs-b}/sign-in-code',
  ],
  ['/tokens', 'for the own school', personForm('school', 'thcs-a'), FORM],
  ['/tokens', 'for another’s school', personForm('school', 'thcs-b'), FORM_OTHER],
  ['/tokens/:id/revoke', 'own', form({}), DONE, '/tokens/{token of thcs-a}/revoke'],
  ['/tokens/:id/revoke', 'other', form({}), DONE_OTHER, '/tokens/{token of thcs-b}/revoke'],
  ['/agents/:school/:agent/revoke', 'own', form({}), DONE, '/agents/thcs-a/{agent}/revoke'],
  ['/agents/:school/:agent/revoke', 'other', form({}), DONE_OTHER, '/agents/thcs-b/{agent}/revoke'],
  ['/enrolment/:id/withdraw', 'own', form({}), DONE, '/enrolment/{code of thcs-a}/withdraw'],
  [
    '/enrolment/:id/withdraw',
    'other',
    form({}),
    DONE_OTHER,
    '/enrolment/{code of thcs-b}/withdraw',
  ],
  ['/account/end-session', 'one there is not', form({ id: '1' }), [303, 303, 303, 303, 303, 303]],
];

const settings = (unit?: string) => ({ json: { unit, settings: { cameras: { every: '5m' } } } });
const CONFIGS = '/api/v1/agent-configs';
const configChanges: readonly (readonly [string, string, object, Statuses, string?])[] = [
  [CONFIGS, 'another’s school', settings('thcs-b'), MAKE_OTHER],
  [CONFIGS, 'another’s unit', settings('an-dong'), MAKE_OTHER],
  [CONFIGS, 'the own school', settings('thcs-a'), MAKE],
  [CONFIGS, 'the own unit', settings('cho-quan'), MAKE],
  [CONFIGS, 'a unit above the own', settings('tphcm'), MAKE_OTHER],
  [CONFIGS, 'everyone', settings(), MAKE_ABOVE],
  [CONFIGS, 'a unit that is not there', settings('nowhere'), [422, 403, 403, 403, 403, 401]],
  [
    `${CONFIGS}/:number/withdraw`,
    'the own school’s',
    { json: {} },
    [204, 204, 204, 403, 403, 401],
    `${CONFIGS}/{config of thcs-a}/withdraw`,
  ],
  [
    `${CONFIGS}/:number/withdraw`,
    'another school’s',
    { json: {} },
    [204, 204, 404, 403, 403, 401],
    `${CONFIGS}/{config of thcs-b}/withdraw`,
  ],
  [
    `${CONFIGS}/:number/withdraw`,
    'none',
    { json: {} },
    [404, 404, 404, 403, 403, 401],
    `${CONFIGS}/999999/withdraw`,
  ],
  [
    '/api/v1/agent/config/report',
    'a report',
    { json: { version: '1-00000000', outcome: 'applied' } },
    [403, 403, 403, 403, 204, 401],
  ],
  [
    '/agent-configs',
    'the own school',
    form({ unit: 'thcs-a', 'cameras.every': '5m' }),
    [303, 303, 303, 403, 303, 303],
  ],
  [
    '/agent-configs/:number/withdraw',
    'another school’s',
    form({}),
    [303, 303, 404, 403, 303, 303],
    '/agent-configs/{config of thcs-b}/withdraw',
  ],
];

const span = { from: '{soon}', until: '{later}', note: 'thay bộ chuyển mạch' };
const work = (unit?: string) => ({ json: { unit, ...span } });
const workForm = (unit: string) =>
  form({ unit, ...span, from: '{soon on the wall}', until: '{later on the wall}' });
const MAINTENANCE = '/api/v1/maintenance';
const maintenanceChanges: readonly (readonly [string, string, object, Statuses, string?])[] = [
  [MAINTENANCE, 'the own school', work('thcs-a'), [201, 201, 201, 201, 403, 401]],
  [MAINTENANCE, 'the own unit, unnamed', work(), [201, 201, 201, 201, 403, 401]],
  [MAINTENANCE, 'another’s school', work('thcs-b'), [201, 201, 403, 403, 403, 401]],
  [MAINTENANCE, 'the own ward', work('cho-quan'), [201, 201, 201, 403, 403, 401]],
  [MAINTENANCE, 'the city', work('tphcm'), [201, 201, 403, 403, 403, 401]],
  [MAINTENANCE, 'a unit that is not there', work('nowhere'), [422, 403, 403, 403, 403, 401]],
  [MAINTENANCE, 'no times', { json: { note: 'x' } }, [422, 422, 422, 422, 403, 401]],
  ...(
    [
      ['{window of thcs-a}', [200, 200, 200, 200, 403, 401]],
      ['{window of thcs-b}', [200, 200, 404, 404, 403, 401]],
      ['{window of tphcm}', [200, 200, 403, 403, 403, 401]],
      ['999999', [404, 404, 404, 404, 403, 401]],
    ] as const
  ).map(
    ([id, statuses]) =>
      [`${MAINTENANCE}/:id/end`, id, { json: {} }, statuses, `${MAINTENANCE}/${id}/end`] as const,
  ),
  ['/maintenance', 'the own school', workForm('thcs-a'), [303, 303, 303, 303, 303, 303]],
  ['/maintenance', 'another’s school', workForm('thcs-b'), [303, 303, 422, 422, 303, 303]],
  [
    '/maintenance/:id/end',
    'own',
    form({}),
    [303, 303, 303, 303, 303, 303],
    '/maintenance/{window of thcs-a}/end',
  ],
  [
    '/maintenance/:id/end',
    'other',
    form({}),
    [303, 303, 404, 404, 303, 303],
    '/maintenance/{window of thcs-b}/end',
  ],
];

const contact = (unit: string | null, address = '{new}@hcm.edu.vn') => ({
  json: { unit, address },
});
const contactForm = (unit: string) =>
  form({ address: '{new}@hcm.edu.vn', unit, duty: 'technical', at_once: 'info' });
const KEEP: Statuses = [201, 201, 201, 201, 403, 401];
const KEEP_OTHER: Statuses = [201, 201, 403, 403, 403, 401];
const contactChanges: readonly (readonly [string, string, object, Statuses, string?])[] = [
  ['/api/v1/contacts', 'of the own school', contact('thcs-a'), KEEP],
  ['/api/v1/contacts', 'of another’s school', contact('thcs-b'), KEEP_OTHER],
  ['/api/v1/contacts', 'of the own ward', contact('cho-quan'), [201, 201, 201, 403, 403, 401]],
  ['/api/v1/contacts', 'of the city', contact('tphcm'), [201, 201, 403, 403, 403, 401]],
  ['/api/v1/contacts', 'of all', contact(null), [201, 403, 403, 403, 403, 401]],
  ['/api/v1/contacts', 'of no unit', contact('nowhere'), [422, 403, 403, 403, 403, 401]],
  [
    '/api/v1/contacts',
    'at a private mailbox',
    contact('thcs-a', '{new}@gmail.com'),
    [422, 422, 422, 422, 403, 401],
  ],
  [
    '/api/v1/contacts/:id/test',
    'own',
    { json: {} },
    [202, 202, 202, 202, 403, 401],
    '/api/v1/contacts/{contact of thcs-a}/test',
  ],
  [
    '/api/v1/contacts/:id/test',
    'another’s',
    { json: {} },
    [202, 202, 404, 404, 403, 401],
    '/api/v1/contacts/{contact of thcs-b}/test',
  ],
  ['/contacts', 'of the own school', contactForm('thcs-a'), [303, 303, 303, 303, 303, 303]],
  ['/contacts', 'of another’s unit', contactForm('an-dong'), [303, 303, 422, 303, 303, 303]],
  ...['', '/remove', '/test'].flatMap(
    (deed) =>
      [
        [
          `/contacts/:id${deed}`,
          'own',
          contactForm('thcs-a'),
          [303, 303, 303, 303, 303, 303],
          `/contacts/{contact of thcs-a}${deed}`,
        ],
        [
          `/contacts/:id${deed}`,
          'another’s',
          contactForm('thcs-b'),
          [303, 303, 404, 404, 303, 303],
          `/contacts/{contact of thcs-b}${deed}`,
        ],
      ] as const,
  ),
];

const ENROL: Statuses = [201, 201, 201, 403, 403, 401];
const ENROL_OTHER: Statuses = [201, 201, 403, 403, 403, 401];
export const changes: readonly (readonly [string, string, object, Statuses, string?])[] = [
  ...accessChanges,
  ...configChanges,
  ...maintenanceChanges,
  [
    '/api/v1/mails/bounces',
    'no report',
    { body: 'Subject: x\n\n', headers: { 'Content-Type': 'message/rfc822' } },
    [422, 403, 403, 403, 403, 401],
  ],
  ...contactChanges,
  ['/api/v2/write', 'a line', { body: 'cpu usage=1' }, [403, 403, 403, 403, 204, 401]],
  ['/api/v1/enrolment-codes', 'the own school', code('thcs-a'), ENROL],
  ['/api/v1/enrolment-codes', 'another’s school', code('thcs-b'), ENROL_OTHER],
  [
    '/api/v1/enrolment-codes',
    'a school without a unit',
    code('thcs-o'),
    [201, 403, 403, 403, 403, 401],
  ],
  [
    '/api/v1/enrolment-codes',
    'a new school in another’s unit',
    code('thcs-n', 'an-dong'),
    ENROL_OTHER,
  ],
  [
    '/api/v1/enrolment-codes',
    'a school below a school',
    code('thcs-m', 'thcs-a'),
    [422, 422, 422, 403, 403, 401],
  ],
  [
    '/api/v1/enroll',
    'with a wrong code',
    { json: { code: 'AAAA-AAAA-AAAA', agent: 'x' } },
    [403, 403, 403, 403, 403, 429],
  ],
  ['/api/v1/measure/fill', 'nothing', { json: {} }, [403, 403, 403, 403, 403, 401]],
  ['/api/v1/measure/upload', 'a byte', { body: 'x' }, [403, 403, 403, 403, 403, 401]],
  ['/api/v1/leases', 'a slot', { json: {} }, [201, 403, 403, 403, 201, 401]],
  [
    '/sign-in',
    'with a wrong code',
    form({ code: 'AAAA-AAAA-AAAA' }),
    [401, 401, 401, 401, 401, 401],
  ],
  [
    '/sign-in',
    'from a form of another site',
    { body: 'code=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    [403, 403, 403, 403, 403, 403],
  ],
  ['/sign-out', 'with its form', form({}), [303, 303, 303, 303, 303, 303]],
  [
    '/account',
    'a new password, by a token',
    form({ next: 'x'.repeat(12), again: 'x'.repeat(12) }),
    [422, 422, 422, 422, 303, 303],
  ],
  ['/enrolment', 'the own school', form({ school: 'thcs-a' }), [201, 201, 201, 403, 303, 303]],
  ['/enrolment', 'another’s school', form({ school: 'thcs-b' }), [201, 201, 422, 403, 303, 303]],
  [
    '/enrolment',
    'from a form of another site',
    { body: 'school=thcs-a', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    [403, 403, 403, 403, 303, 303],
  ],
];

const REMOVE: Statuses = [204, 204, 204, 403, 403, 401];
const REMOVE_OTHER: Statuses = [204, 204, 404, 403, 403, 401];
/** Method, route, what is asked for, and the body where there is one. */
export const removals: readonly (readonly [string, string, string, Statuses, object?])[] = [
  ['DELETE', '/api/v1/leases', '/api/v1/leases', [204, 403, 403, 403, 204, 401]],
  ['DELETE', '/api/v1/tokens/:id', '/api/v1/tokens/{token of thcs-a}', REMOVE],
  ['DELETE', '/api/v1/tokens/:id', '/api/v1/tokens/{token of thcs-b}', REMOVE_OTHER],
  ['DELETE', '/api/v1/agents/:school/:agent', '/api/v1/agents/thcs-a/{agent}', REMOVE],
  ['DELETE', '/api/v1/agents/:school/:agent', '/api/v1/agents/thcs-b/{agent}', REMOVE_OTHER],
  [
    'DELETE',
    '/api/v1/contacts/:id',
    '/api/v1/contacts/{contact of thcs-a}',
    [204, 204, 204, 204, 403, 401],
  ],
  [
    'DELETE',
    '/api/v1/contacts/:id',
    '/api/v1/contacts/{contact of thcs-b}',
    [204, 204, 404, 404, 403, 401],
  ],
  [
    'PATCH',
    '/api/v1/contacts/:id',
    '/api/v1/contacts/{contact of thcs-a}',
    READ,
    { atOnce: 'critical' },
  ],
  [
    'PATCH',
    '/api/v1/contacts/:id',
    '/api/v1/contacts/{contact of thcs-b}',
    READ_OTHER,
    { atOnce: 'critical' },
  ],
  [
    'PATCH',
    '/api/v1/contacts/:id',
    '/api/v1/contacts/{contact of thcs-a}',
    [200, 200, 403, 403, 403, 401],
    { unit: 'thcs-b' },
  ],
  ['DELETE', '/api/v1/enrolment-codes/:id', '/api/v1/enrolment-codes/{code of thcs-a}', REMOVE],
  [
    'DELETE',
    '/api/v1/enrolment-codes/:id',
    '/api/v1/enrolment-codes/{code of thcs-b}',
    REMOVE_OTHER,
  ],
  ['PATCH', '/api/v1/users/:id', '/api/v1/users/{in thcs-a}', MANAGE, { disabled: true }],
  [
    'PATCH',
    '/api/v1/users/:id',
    '/api/v1/users/{in thcs-b}',
    [200, 200, 404, 403, 403, 401],
    { disabled: true },
  ],
  [
    'PATCH',
    '/api/v1/users/:id',
    '/api/v1/users/{in thcs-a}',
    [200, 403, 403, 403, 403, 401],
    { role: 'admin' },
  ],
  [
    'PATCH',
    '/api/v1/users/:id',
    '/api/v1/users/{admin}',
    [200, 404, 404, 403, 403, 401],
    { disabled: true },
  ],
];
