/** hatang rules check | list | show ID | try: what is told as broken, when, and to whom. */

import { parseArgs } from 'node:util';
import type { CompiledRule } from '../collector/alert/rules/compiled-rule.ts';
import { loadRules } from '../collector/alert/rules/load-door.ts';
import { fail, messageOf, never, ok, type Result } from '../kit/result.ts';
import type { Language } from '../kit/text.ts';
import { sayFileProblems } from '../standards/file-problem.ts';
import { ruleSheet, rulesTable } from './rules/tables.ts';

const USAGE = `hatang rules check | list | show ID | try --from DATE

  check                every rule and every override; exit 2 with every problem
  list                 every rule: when it is told, to whom, how sure its figures are
  show ID              one rule, whole
  try --from DATE      what these rules would have told of the past: hatang rules try --help

  --folder DIR         another folder of rules
  --overrides FILE     what this place changes
  --json               one JSON document on stdout
  --lang vi|en         language of what people read (vi)
`;

type ExitCode = 0 | 1 | 2 | 3;

/** 0 fine, 2 wrong use, or rules that can't be used. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const [deed = '', ...rest] = args;
  if (['help', '--help', '-h'].includes(deed)) return print(USAGE);
  if (deed === 'try') return await (await import('./rules/try.ts')).tryRules(rest);
  const asked = readOptions(rest);
  if (!asked.ok) return refuse(`${asked.problem}\n\n${USAGE}`);
  if (!isDeed(deed)) return refuse(USAGE);
  const loaded = await loadRules(asked.value);
  if (!loaded.ok) return refuse(`${sayFileProblems(loaded.problem)}\n`);
  switch (deed) {
    case 'check':
      return check(loaded.value, asked.value);
    case 'list':
      return list(loaded.value, asked.value);
    case 'show':
      return show(loaded.value, asked.value);
    default:
      return never(deed);
  }
}

const DEEDS = ['check', 'list', 'show'] as const;
type Deed = (typeof DEEDS)[number];
const isDeed = (word: string): word is Deed => DEEDS.some((deed) => deed === word);

interface Asked {
  readonly subject: string | undefined;
  readonly folder: string | undefined;
  readonly overrides: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

const OPTIONS = {
  folder: { type: 'string' },
  overrides: { type: 'string' },
  json: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'vi' },
} as const;

function readOptions(args: readonly string[]): Result<Asked> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const { lang, folder, overrides, json } = values;
    if (lang !== 'vi' && lang !== 'en') return fail('--lang is vi or en');
    if (positionals.length > 1) return fail(`too many words: ${positionals.join(' ')}`);
    return ok({ subject: positionals[0], folder, overrides, json, language: lang });
  } catch (error) {
    return fail(messageOf(error));
  }
}

function check(rules: readonly CompiledRule[], { json, language }: Asked): ExitCode {
  if (json) return printJson({ rules: rules.length, problems: [] });
  return print(
    language === 'vi'
      ? `${rules.length} quy tắc, không có lỗi\n`
      : `${rules.length} rules, no problem\n`,
  );
}

function list(rules: readonly CompiledRule[], { json, language }: Asked): ExitCode {
  if (json) return printJson({ rules: rules.map(({ written }) => written) });
  return print(`${rulesTable(rules, language)}\n`);
}

function show(rules: readonly CompiledRule[], { subject, json, language }: Asked): ExitCode {
  if (subject === undefined) return refuse(USAGE);
  const rule = rules.find(({ id }) => id === subject);
  if (rule === undefined) return refuse(`no rule ${subject}\n`);
  return json ? printJson(rule.written) : print(`${ruleSheet(rule, language)}\n`);
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

/** Spans are milliseconds. */
const printJson = (value: unknown): 0 => print(`${JSON.stringify(value, undefined, 2)}\n`);

function refuse(text: string): 2 {
  process.stderr.write(text);
  return 2;
}
