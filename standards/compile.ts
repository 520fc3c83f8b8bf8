import { fail, ok, type Result } from '../kit/result.ts';
import type { CompileExpression, ValueType } from './cel.ts';
import {
  type CompiledBefore,
  type CompiledWay,
  compileBefore,
  compileWay,
  expressionsOf,
} from './compile-way.ts';
import type { Criterion, Standard } from './criterion.ts';
import { declarationOf } from './declarations.ts';
import type { FileProblem } from './file-problem.ts';
import type { FirmwareList } from './firmware-list.ts';
import { type CompiledMend, compileMend } from './mend.ts';
import type { OsSupport } from './os-support.ts';
import { type Flaw, typesOfReads, unusedReads } from './reads.ts';

/** A criterion with its expressions ready to run. */
export interface CompiledCriterion extends CompiledWay {
  readonly criterion: Criterion;
  readonly types: Readonly<Record<string, ValueType>>;
  readonly before: CompiledBefore | undefined;
  readonly mend: CompiledMend | undefined;
}

export interface CompiledStandard {
  readonly standard: Standard;
  readonly criteria: readonly CompiledCriterion[];
  readonly osSupport: OsSupport | undefined;
  readonly firmwareList?: FirmwareList | undefined;
}

export interface SourceStandard {
  readonly file: string;
  readonly standard: Standard;
}

export interface Compiling {
  readonly compile: CompileExpression;
  readonly osSupport: OsSupport | undefined;
  readonly firmwareList?: FirmwareList | undefined;
}

/** Makes all standards ready to judge by, or gives every problem in them. */
export function compileStandards(
  sources: readonly SourceStandard[],
  compiling: Compiling,
): Result<readonly CompiledStandard[], readonly FileProblem[]> {
  const problems: FileProblem[] = [...duplicates(sources), ...badLinks(sources)];
  const compiled = sources.map(
    ({ file, standard }): CompiledStandard => ({
      standard,
      osSupport: compiling.osSupport,
      firmwareList: compiling.firmwareList,
      criteria: standard.criteria.flatMap((criterion, at) => {
        const outcome = compileCriterion(criterion, compiling);
        if (outcome.ok) return [outcome.value];
        for (const { path, message } of outcome.problem)
          problems.push({
            file,
            path: `criteria.${at}.${path}`,
            message: `${nameOf(criterion)}: ${message}`,
          });
        return [];
      }),
    }),
  );
  return problems.length > 0 ? fail(problems) : ok(compiled);
}

/** `CAM-03 basic`: what people call one criterion at one level. */
export const nameOf = ({ id, level }: Pick<Criterion, 'id' | 'level'>): string => `${id} ${level}`;

function compileCriterion(
  criterion: Criterion,
  { compile, osSupport }: Compiling,
): Result<CompiledCriterion, readonly Flaw[]> {
  const { types, flaws } = typesOfReads(criterion.reads, criterion.applies_to);
  flaws.push(...missingTables(criterion, types, osSupport), ...badCount(criterion));
  if (flaws.length > 0) return fail(flaws);
  const way = compileWay(criterion, { compile, types, at: '' });
  const before = compileBefore(criterion.before, { compile, types });
  const mend = compileMend(criterion, compile);
  for (const part of [way, before, mend]) if (!part.ok) flaws.push(...part.problem);
  if (!way.ok || !before.ok || !mend.ok) return fail(flaws);
  const unread = unusedReads(types, [way.value, before.value].flatMap(expressionsOf));
  if (unread.length > 0) return fail(unread);
  return ok({ criterion, types, ...way.value, before: before.value, mend: mend.value });
}

const missingTables = (
  { reads }: Criterion,
  types: Readonly<Record<string, ValueType>>,
  osSupport: OsSupport | undefined,
): readonly Flaw[] =>
  Object.entries(reads)
    .filter(([name, read]) => 'system' in read && name in types && osSupport === undefined)
    .map(([name]) => ({
      path: `reads.${name}`,
      message: 'there is no data/os-support.yaml to read from',
    }));

const badCount = ({ counted_by: counted }: Criterion): readonly Flaw[] =>
  counted === undefined || declarationOf(counted)?.type === 'number'
    ? []
    : [{ path: 'counted_by', message: `no declaration ${counted} of a number` }];

function duplicates(sources: readonly SourceStandard[]): FileProblem[] {
  const seen = new Map<string, string>();
  const problems: FileProblem[] = [];
  const see = (name: string, file: string, path: string) => {
    const before = seen.get(name);
    if (before === undefined) seen.set(name, file);
    else problems.push({ file, path, message: `${name} stands already in ${before}` });
  };
  for (const { file, standard } of sources) {
    see(`standard ${standard.id}`, file, 'id');
    standard.criteria.forEach((criterion, at) => {
      see(nameOf(criterion), file, `criteria.${at}.id`);
    });
  }
  return problems;
}

interface Link {
  readonly file: string;
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

function badLinks(sources: readonly SourceStandard[]): FileProblem[] {
  const links = sources.flatMap(linksOf);
  const names = new Set(sources.flatMap(({ standard }) => standard.criteria.map(nameOf)));
  return links.flatMap((link): FileProblem[] => {
    const { file, path, from, to } = link;
    if (!names.has(to)) return [{ file, path, message: `${from}: no criterion ${to}` }];
    return reaches(links, to, from)
      ? [{ file, path, message: `${from}: reads ${to}, which reads it back` }]
      : [];
  });
}

function linksOf({ file, standard }: SourceStandard): Link[] {
  return standard.criteria.flatMap((criterion, at) =>
    Object.entries(criterion.reads).flatMap(([name, read]) =>
      'criterion' in read
        ? [
            {
              file,
              path: `criteria.${at}.reads.${name}`,
              from: nameOf(criterion),
              to: nameOf({ id: read.criterion, level: read.level }),
            },
          ]
        : [],
    ),
  );
}

function reaches(links: readonly Link[], start: string, end: string): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === end) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...links.filter(({ from }) => from === name).map(({ to }) => to));
  }
  return false;
}
