import type { Clock } from '../../kit/clock.ts';
import type { Language, Text } from '../../kit/text.ts';
import { ms, seconds } from '../../kit/units.ts';
import type { AgentConfig } from '../config.ts';
import { GUARDS, isOwnHost } from '../page/answer.ts';
import type { BodyProblem, PageAnswer, PageRequest } from '../page/page-door.ts';
import { planAccount, planCameraDeclarations, planCameras } from './cameras-form.ts';
import { camerasPage, isLooking } from './cameras-page.ts';
import type { ConfigFile, ConfigKeeper, SaveProblem } from './config-file-door.ts';
import { changedSections, edited } from './edit.ts';
import type { Form, Problems } from './form.ts';
import { greenPage } from './green-page.ts';
import { cookieFor, formToken, hasCookie, isKey, isOwnForm, isOwnOrigin } from './guard.ts';
import { planLabs } from './labs-form.ts';
import { labsPage } from './labs-page.ts';
import { planLine } from './line-form.ts';
import { linePage } from './line-page.ts';
import { brokenPage, lockedPage, pastePage } from './other-pages.ts';
import type { Plan, Planned, Planning } from './plan.ts';
import { linkTo, type SetupState, type Sheet } from './sheet.ts';
import { SETUP_STYLE } from './style.ts';
import { SETUP_WORDS } from './words.ts';

/** What the walk-through is given of the agent it sets up. */
export interface SetupParts {
  readonly keeper: ConfigKeeper;
  /** Undefined, after it was said why, where there is no key that only the agent can read. */
  readonly key: () => string | undefined;
  readonly state: () => Promise<SetupState>;
  readonly addresses: () => readonly string[];
  readonly labCommands: (config: AgentConfig) => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Has the agent take up what was saved. */
  readonly restart: () => void;
}

const STEPS: Readonly<Record<string, (sheet: Sheet) => string>> = {
  '/setup/line': linePage,
  '/setup/cameras': camerasPage,
  '/setup/labs': labsPage,
  '/setup/green': greenPage,
};

/** What each form does, and the step it stands on. */
const DEEDS: Readonly<Record<string, readonly [(planning: Planning) => Planned, string]>> = {
  '/setup/line': [planLine, '/setup/line'],
  '/setup/cameras': [planCameras, '/setup/cameras'],
  '/setup/cameras/declared': [planCameraDeclarations, '/setup/cameras'],
  '/setup/account': [planAccount, '/setup/cameras'],
  '/setup/labs': [planLabs, '/setup/labs'],
};

interface Asked {
  readonly request: PageRequest;
  readonly port: number;
  readonly parts: SetupParts;
  readonly key: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly language: Language;
}

/** Everything below /setup: read and changed by whoever holds the key alone. */
export async function answerSetup(
  request: PageRequest,
  port: number,
  parts: SetupParts,
): Promise<PageAnswer> {
  if (!isOwnHost(request.host, port)) return plain(421, 'not a name of this page');
  const { pathname: path, searchParams: query } = new URL(request.target, 'http://here');
  if (path === '/setup/style.css') return given(200, SETUP_STYLE, 'text/css; charset=utf-8');
  const key = parts.key();
  if (key === undefined) return plain(503, 'the page key cannot be read: see the log of the agent');
  const language = query.get('lang') === 'en' ? 'en' : 'vi';
  const asked: Asked = { request, port, parts, key, path, query, language };
  if (path === '/setup' && query.has('key')) return enter(asked);
  if (!hasCookie(request.cookie, key, port))
    return given(403, lockedPage(language, parts.keeper.file));
  if (request.method === 'POST') return await change(asked);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'only GET and POST', { allow: 'GET, HEAD, POST' });
  if (path === '/setup') return goTo(linkTo('/setup/line', asked));
  return await show(asked);
}

/** The key leaves the address bar, and with it the history, at once. */
function enter({ query, key, port, language, parts }: Asked): PageAnswer {
  if (!isKey(query.get('key') ?? '', key))
    return given(403, lockedPage(language, parts.keeper.file));
  const there = goTo(linkTo('/setup/line', { language }));
  return { ...there, headers: { ...there.headers, 'set-cookie': cookieFor(key, port) } };
}

async function show(asked: Asked): Promise<PageAnswer> {
  const draw = Object.hasOwn(STEPS, asked.path) ? STEPS[asked.path] : undefined;
  if (draw === undefined) return plain(404, 'no such page');
  const file = asked.parts.keeper.read();
  if (asked.query.has('look')) await looked(asked, file);
  const sheet = await sheetOf(asked, file);
  return given(200, sheet === undefined ? brokenPage(asked.language, file) : draw(sheet));
}

const LOOK_FOR = seconds(10);
const LOOK_EVERY = ms(250);

/** Waits for the first look at what was just saved, so that the page that comes has it. */
async function looked({ parts }: Asked, { config }: ConfigFile): Promise<void> {
  const { clock, state } = parts;
  const until = clock.elapsed() + LOOK_FOR;
  while (config.ok && clock.elapsed() < until) {
    const { page } = await state();
    if (!isLooking({ config: config.value, page })) return;
    await clock.sleep(LOOK_EVERY);
  }
}

/** Undefined while the config in the file cannot be used. */
async function sheetOf(asked: Asked, file: ConfigFile): Promise<Sheet | undefined> {
  const { parts, language, query, key, path } = asked;
  if (!file.config.ok) return undefined;
  const config = file.config.value;
  return {
    ...(await parts.state()),
    ...{ language, query, config },
    ...{ version: file.version, writable: file.writable, path: parts.keeper.file },
    ...{ token: formToken(key), addresses: parts.addresses() },
    labCommands: path === '/setup/labs' ? await parts.labCommands(config) : [],
    ...{ typed: undefined, problems: new Map() },
  };
}

async function change(asked: Asked): Promise<PageAnswer> {
  const { request, path, key } = asked;
  const [plan, step] = (Object.hasOwn(DEEDS, path) ? DEEDS[path] : undefined) ?? [];
  if (plan === undefined || step === undefined) return plain(404, 'no such form');
  if (!isOwnOrigin(request)) return plain(403, 'not sent from this page');
  if (request.contentType?.split(';')[0]?.trim() !== 'application/x-www-form-urlencoded')
    return plain(415, 'not a form');
  const body = await request.body?.();
  if (body?.ok !== true) return refusedBody(body?.problem);
  const form = new URLSearchParams(body.value);
  if (!isOwnForm(form.get('token') ?? '', key)) return plain(403, 'not a form of this page');
  return await carryOut({ asked, form, step }, plan);
}

const refusedBody = (problem: BodyProblem | undefined): PageAnswer =>
  problem === 'too_slow'
    ? plain(408, 'the form came too slowly')
    : plain(413, 'the form is too large');

interface Sent {
  readonly asked: Asked;
  readonly form: Form;
  /** The page that the form stands on. */
  readonly step: string;
}

async function carryOut(sent: Sent, plan: (planning: Planning) => Planned): Promise<PageAnswer> {
  const { asked, form } = sent;
  const { keeper, restart } = asked.parts;
  const file = keeper.read();
  if (!file.config.ok) return given(409, brokenPage(asked.language, file));
  const freeSecret = (name: string): string => keeper.freeSecret(name);
  const wanted = plan({ form, config: file.config.value, freeSecret });
  if (!wanted.ok) return await again(sent, 422, wanted.problem);
  const { changes, secrets, onward } = wanted.value;
  const text = edited(file.text, changes);
  if (text === file.text) return goTo(linkTo(onward, asked));
  if (!file.writable) return given(200, paste(asked, wanted.value, [file.text, text]));
  const saved = keeper.save({ version: form.get('version') ?? '', text, secrets });
  if (!saved.ok) return await unsaved(sent, wanted.value, saved.problem);
  return { ...goTo(linkTo(onward, asked)), after: restart };
}

/** The step once more, with what was typed and what is wrong with it. */
async function again({ asked, form, step }: Sent, status: number, problems: Problems) {
  const file = asked.parts.keeper.read();
  const sheet = await sheetOf(asked, file);
  const draw = STEPS[step];
  if (sheet === undefined || draw === undefined)
    return given(409, brokenPage(asked.language, file));
  return given(status, draw({ ...sheet, typed: form, problems }));
}

async function unsaved(sent: Sent, plan: Plan, problem: SaveProblem): Promise<PageAnswer> {
  const all = (text: Text): Problems => new Map([['', text]]);
  switch (problem.kind) {
    case 'changed':
      return await again(sent, 409, all(SETUP_WORDS.changed));
    case 'invalid': {
      const said = problem.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
      const { vi, en } = SETUP_WORDS.invalid;
      return await again(sent, 422, all({ vi: `${vi} ${said}`, en: `${en} ${said}` }));
    }
    case 'unwritten': {
      const { asked } = sent;
      const { text } = asked.parts.keeper.read();
      const sections = [text, edited(text, plan.changes)] as const;
      return given(503, paste(asked, plan, sections, problem.reason));
    }
  }
}

const paste = (
  { language, parts }: Asked,
  { secrets }: Plan,
  [before, after]: readonly [string, string],
  reason?: string,
): string =>
  pastePage({
    language,
    reason,
    path: parts.keeper.file,
    sections: changedSections(before, after),
    secrets: secrets.map(({ file }) => file),
  });

/** Forms go to this page alone. Without a referrer of its own a browser would name no origin either. */
const SETUP_GUARDS = {
  ...GUARDS,
  'content-security-policy': GUARDS['content-security-policy'].replace(
    "form-action 'none'",
    "form-action 'self'",
  ),
  'referrer-policy': 'same-origin',
} as const;

const given = (status: number, body: string, type = 'text/html; charset=utf-8'): PageAnswer => ({
  status,
  headers: { ...SETUP_GUARDS, 'content-type': type },
  body,
});

const plain = (
  status: number,
  text: string,
  more: Readonly<Record<string, string>> = {},
): PageAnswer => ({
  status,
  headers: { ...SETUP_GUARDS, 'content-type': 'text/plain; charset=utf-8', ...more },
  body: `${text}\n`,
});

const goTo = (location: string): PageAnswer => plain(303, 'see there', { location });
