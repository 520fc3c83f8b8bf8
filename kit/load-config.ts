import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import type * as z from 'zod';
import { fail, messageOf, ok, type Result } from './result.ts';
import { readSecretFile } from './secret-file-door.ts';

/** One mistake in a config file: where it stands and what is wrong, without the value of a secret. */
export interface ConfigProblem {
  /** Dotted path, `cameras.2.address`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

export interface ConfigSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False on Windows, where the file mode says nothing about who can read. */
  readonly checkModes: boolean;
}

const REFERENCE = /^\$\{(file|env):([^}]+)\}$/;
const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * Reads a YAML config, puts secrets in place of `${file:PATH}` and `${env:NAME}`, and validates it.
 * All problems are reported at once; no socket is opened.
 */
export function loadConfig<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  surroundings: ConfigSurroundings,
): Result<z.infer<Schema>, readonly ConfigProblem[]> {
  const text = readText(file);
  if (!text.ok) return fail([{ path: '', message: text.problem }]);
  return parseConfig({ text: text.value, folder: dirname(resolve(file)) }, schema, surroundings);
}

export interface ConfigText {
  readonly text: string;
  /** What `${file:PATH}` is relative to. */
  readonly folder: string;
}

/** The same of a text that stands in no file yet. */
export function parseConfig<Schema extends z.ZodType>(
  { text, folder }: ConfigText,
  schema: Schema,
  surroundings: ConfigSurroundings,
): Result<z.infer<Schema>, readonly ConfigProblem[]> {
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES)
    return fail([{ path: '', message: `larger than ${MAX_CONFIG_BYTES} bytes` }]);
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0)
    return fail(document.errors.map((error) => ({ path: '', message: error.message })));
  const problems: ConfigProblem[] = [];
  const plain = withoutAliases(document);
  if (!plain.ok) return fail([{ path: '', message: plain.problem }]);
  const filled = fill(plain.value, [], { problems, folder, surroundings });
  const parsed = schema.safeParse(filled ?? {}, { reportInput: false });
  if (!parsed.success) problems.push(...parsed.error.issues.map(toProblem));
  if (problems.length > 0 || !parsed.success) return fail(problems);
  return ok(parsed.data);
}

/** Aliases are refused: nested, they blow a small file up to any size. */
function withoutAliases(document: Document): Result<unknown> {
  try {
    return ok(document.toJS({ maxAliasCount: 0 }));
  } catch (error) {
    return fail(messageOf(error));
  }
}

/** Problems as the lines a person reads: `cameras.2.address: expected …`. */
export function sayProblems(file: string, problems: readonly ConfigProblem[]): string {
  const lines = problems.map(
    ({ path, message }) => `  ${path === '' ? '(file)' : path}: ${message}`,
  );
  return [`${file}: ${problems.length} problem(s)`, ...lines].join('\n');
}

function readText(file: string): Result<string> {
  try {
    if (statSync(file).size > MAX_CONFIG_BYTES)
      return fail(`larger than ${MAX_CONFIG_BYTES} bytes`);
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`cannot be read: ${messageOf(error)}`);
  }
}

interface Filling {
  readonly problems: ConfigProblem[];
  readonly folder: string;
  readonly surroundings: ConfigSurroundings;
}

function fill(value: unknown, path: readonly string[], filling: Filling): unknown {
  if (Array.isArray(value)) return value.map((item, at) => fill(item, [...path, `${at}`], filling));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fill(item, [...path, key], filling)]),
    );
  if (typeof value !== 'string') return value;
  const reference = REFERENCE.exec(value);
  if (reference?.[1] === undefined || reference[2] === undefined) return value;
  const secret =
    reference[1] === 'env'
      ? readEnv(reference[2], filling.surroundings)
      : readSecretFile(resolve(filling.folder, reference[2]), filling.surroundings);
  if (secret.ok) return secret.value;
  filling.problems.push({ path: path.join('.'), message: secret.problem });
  return 'unresolved';
}

function readEnv(name: string, { env }: ConfigSurroundings): Result<string> {
  const value = env[name];
  return value === undefined || value === ''
    ? fail(`environment variable ${name} is not set`)
    : ok(value);
}

function toProblem(issue: z.core.$ZodIssue): ConfigProblem {
  return { path: issue.path.map(String).join('.'), message: issue.message };
}
