/** hatang standards list | show ID | assess --facts FILE: the published criteria, and a judgement of a file of facts. */

import { parseArgs } from 'node:util';
import { systemClock } from '../kit/clock.ts';
import { fail, messageOf, never, ok, type Result } from '../kit/result.ts';
import type { Language } from '../kit/text.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';
import type { CompiledStandard } from '../standards/compile.ts';
import { factEvidence } from '../standards/fact-evidence.ts';
import { sayFileProblems } from '../standards/file-problem.ts';
import { judge } from '../standards/judge.ts';
import { loadStandards } from '../standards/load-door.ts';
import { SHIPPED_STANDARDS } from '../standards/shipped-door.ts';
import { summarize } from '../standards/summary.ts';
import { readFacts } from './standards/read-facts.ts';
import { assessmentTable, standardsTable } from './standards/tables.ts';

const USAGE = `hatang standards list | show ID | assess --facts FILE

  list                 every criterion: level, what it asks, how sure the threshold is
  show ID              one criterion (CAM-03) or one standard (qcvn-34), whole
  assess --facts FILE  judges line protocol (stamps in ms) or a JSON array of facts

  --json               one JSON document on stdout
  --lang vi|en         language of the tables (vi)
  --standards DIR      another folder of standards
  --overrides FILE     thresholds of this place
  --now TIME           the moment of judging, ISO 8601; otherwise that of the newest fact
`;

type ExitCode = 0 | 1 | 2 | 3;

/** 0 the basic level is met, 1 it is not, or nobody knows; 2 wrong use or unreadable files. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const [deed = '', ...rest] = args;
  if (['help', '--help', '-h'].includes(deed)) return print(USAGE);
  const asked = readOptions(rest);
  if (!asked.ok) return refuse(`${asked.problem}\n\n${USAGE}`);
  if (!isDeed(deed)) return refuse(USAGE);
  const loaded = await loadStandards(asked.value.folder, asked.value.overrides);
  if (!loaded.ok) return refuse(`${sayFileProblems(loaded.problem)}\n`);
  switch (deed) {
    case 'list':
      return list(loaded.value, asked.value);
    case 'show':
      return show(loaded.value, asked.value);
    case 'assess':
      return assess(loaded.value, asked.value);
    default:
      return never(deed);
  }
}

const DEEDS = ['list', 'show', 'assess'] as const;
type Deed = (typeof DEEDS)[number];
const isDeed = (word: string): word is Deed => DEEDS.some((deed) => deed === word);

interface Asked {
  readonly subject: string | undefined;
  readonly folder: string;
  readonly overrides: string | undefined;
  readonly facts: string | undefined;
  readonly json: boolean;
  readonly language: Language;
  readonly now: EpochMs | undefined;
}

const OPTIONS = {
  facts: { type: 'string' },
  json: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'vi' },
  standards: { type: 'string' },
  overrides: { type: 'string' },
  now: { type: 'string' },
} as const;

function readOptions(args: readonly string[]): Result<Asked> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const { lang, now } = values;
    if (lang !== 'vi' && lang !== 'en') return fail('--lang is vi or en');
    if (positionals.length > 1) return fail(`too many words: ${positionals.join(' ')}`);
    const moment = now === undefined ? undefined : Date.parse(now);
    if (Number.isNaN(moment)) return fail('--now is a time such as 2026-11-23T07:00:00+07:00');
    return ok({
      subject: positionals[0],
      folder: values.standards ?? SHIPPED_STANDARDS,
      overrides: values.overrides,
      facts: values.facts,
      json: values.json,
      language: lang,
      now: moment === undefined ? undefined : epochMs(moment),
    });
  } catch (error) {
    return fail(messageOf(error));
  }
}

function list(standards: readonly CompiledStandard[], { json, language }: Asked): ExitCode {
  if (!json) return print(`${standardsTable(standards, language)}\n`);
  return printJson({ standards: standards.map(({ standard }) => standard) });
}

function show(standards: readonly CompiledStandard[], { subject }: Asked): ExitCode {
  if (subject === undefined) return refuse(USAGE);
  const whole = standards.find(({ standard }) => standard.id === subject);
  if (whole !== undefined) return printJson(whole.standard);
  const criteria = standards.flatMap(({ standard }) =>
    standard.criteria
      .filter(({ id }) => id === subject)
      .map((criterion) => ({
        standard: standard.id,
        version: standard.version,
        text_checked: standard.text_checked,
        ...criterion,
      })),
  );
  if (criteria.length === 0) return refuse(`no criterion and no standard ${subject}\n`);
  return printJson({ criteria });
}

function assess(standards: readonly CompiledStandard[], asked: Asked): ExitCode {
  if (asked.facts === undefined) return refuse(`assess needs --facts FILE\n\n${USAGE}`);
  const read = readFacts(asked.facts, asked.now ?? systemClock.now());
  if (!read.ok) return refuse(`${asked.facts}: ${read.problem}\n`);
  const { facts, remarks } = read.value;
  for (const remark of remarks) process.stderr.write(`${asked.facts}: ${remark}\n`);
  const newest = facts.reduce((latest, { at }) => Math.max(latest, at), 0);
  const now = asked.now ?? epochMs(newest);
  const findings = judge(standards, factEvidence(facts, now, { isSchoolTime }));
  const summary = summarize(findings);
  if (asked.json) printJson({ now, summary, findings, remarks });
  else print(`${assessmentTable(findings, summary, asked.language)}\n`);
  return summary.basic.verdict === 'pass' ? 0 : 1;
}

const HOUR_MS = 3_600_000;

/** Monday to Saturday, 7:00–17:00 in Viet Nam (UTC+7, no summer time): the usual two sessions. */
function isSchoolTime(at: EpochMs): boolean {
  const local = new Date(at + 7 * HOUR_MS);
  const hour = local.getUTCHours();
  return local.getUTCDay() !== 0 && hour >= 7 && hour < 17;
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

const printJson = (value: unknown): 0 => print(`${JSON.stringify(value, undefined, 2)}\n`);

function refuse(text: string): 2 {
  process.stderr.write(text);
  return 2;
}
