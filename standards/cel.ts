/**
 * The one door to the CEL library. Expressions are compiled once, typed, and bounded:
 * no loops (macros), no regular expressions, a short list of functions, a small tree. So an evaluation
 * takes time linear in its text and can't hang.
 *
 * All numbers are doubles. CEL keeps `3` and `3.0` apart and refuses `down >= 2 * seats` for a double;
 * a whole-number literal is therefore read as a double before parsing, so that people write `>= 16`.
 */
import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import type { FieldValue } from '../wire/fact.ts';

export type ValueType = 'number' | 'boolean' | 'text';

export interface Expression {
  /** The inputs it reads. */
  readonly names: ReadonlySet<string>;
  /** Every name must have a value of its declared type. */
  evaluate(values: Readonly<Record<string, FieldValue>>): Result<FieldValue>;
}

export interface ExpressionSource {
  readonly text: string;
  readonly variables: Readonly<Record<string, ValueType>>;
  /** What it must give; without it any number, boolean or text. */
  readonly gives?: ValueType;
}

export type CompileExpression = (source: ExpressionSource) => Result<Expression>;

const MAX_CHARS = 2_000;
const LIMITS = {
  maxAstNodes: 300,
  maxDepth: 40,
  maxListElements: 64,
  maxMapEntries: 0,
  maxCallArguments: 4,
};
const FUNCTIONS = new Set([
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'string',
  'int',
  'double',
]);
const CEL_TYPE = { number: 'double', boolean: 'bool', text: 'string' } as const;
const GIVES: Readonly<Record<string, ValueType>> = {
  double: 'number',
  int: 'number',
  bool: 'boolean',
  string: 'text',
};

/** Loads the library when first called for, so that a program that judges nothing never carries it. */
export async function openCel(): Promise<CompileExpression> {
  const { Environment } = await import('@marcbachmann/cel-js');
  const ground = new Environment({ limits: LIMITS });
  return (source) => compile(ground, source);
}

function compile(
  ground: Environment,
  { text, variables, gives }: ExpressionSource,
): Result<Expression> {
  if (text.length > MAX_CHARS) return fail(`longer than ${MAX_CHARS} characters`);
  try {
    const scope = ground.clone();
    for (const [name, type] of Object.entries(variables))
      scope.registerVariable(name, CEL_TYPE[type]);
    const parsed = scope.parse(wholeAsDouble(text));
    const names = new Set<string>();
    const stranger = walk(parsed.ast, names);
    if (stranger !== undefined) return fail(`${stranger} is not allowed here`);
    const { valid, type, error } = parsed.check();
    if (!valid) return fail(error?.summary ?? 'does not type-check');
    const given = GIVES[type ?? ''];
    if (given === undefined) return fail(`gives ${type}, not a number, boolean or text`);
    if (gives !== undefined && given !== gives) return fail(`gives ${given}, expected ${gives}`);
    return ok({ names, evaluate: (values) => evaluate(parsed, values) });
  } catch (error) {
    return fail(summaryOf(error));
  }
}

function evaluate(
  parsed: ParseResult,
  values: Readonly<Record<string, FieldValue>>,
): Result<FieldValue> {
  try {
    const value: unknown = parsed(values);
    if (typeof value === 'bigint') return ok(Number(value));
    if (typeof value === 'number')
      return Number.isFinite(value) ? ok(value) : fail('gives no finite number');
    if (typeof value === 'boolean' || typeof value === 'string') return ok(value);
    return fail('gives neither number, boolean nor text');
  } catch (error) {
    return fail(summaryOf(error));
  }
}

/** The library's own errors carry a drawing of the expression after their first line. */
const summaryOf = (error: unknown): string => messageOf(error).split('\n', 1)[0] ?? '';

/** Gathers the names an expression reads; gives the first call it may not make. */
function walk(node: unknown, names: Set<string>): string | undefined {
  if (Array.isArray(node)) return firstOf(node, (part) => walk(part, names));
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node))
    return undefined;
  const { op, args } = node;
  if (op === 'id' && typeof args === 'string') names.add(args);
  if ((op === 'call' || op === 'rcall') && Array.isArray(args)) {
    const name = String(args[0]);
    if (!FUNCTIONS.has(name)) return `${name}()`;
  }
  return walk(args, names);
}

function firstOf(
  parts: readonly unknown[],
  look: (part: unknown) => string | undefined,
): string | undefined {
  for (const part of parts) {
    const found = look(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

const TOKEN =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*|\d+\.\d*(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+/g;

/** `x >= 16` as `x >= 16.0`; texts, names and doubles stay as they are. */
const wholeAsDouble = (text: string): string =>
  text.replace(TOKEN, (token) => (/^\d+$/.test(token) ? `${token}.0` : token));
