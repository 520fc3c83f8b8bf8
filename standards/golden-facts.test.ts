import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { epochMs } from '../kit/units.ts';
import { isSchoolTime } from '../test/golden-cases.ts';
import { parseLines } from '../wire/parse-line.ts';
import type { CompiledStandard } from './compile.ts';
import { factEvidence } from './fact-evidence.ts';
import { VERDICTS } from './finding.ts';
import { judge } from './judge.ts';
import { openShipped } from './shipped-door.ts';

const FOLDER = join(import.meta.dirname, 'golden/facts');
const Expected = z.strictObject({
  now: z.iso.datetime(),
  expect: z.record(z.string(), z.enum(VERDICTS)),
});
const text = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.lp'))
  .map((name) => name.replace(/\.lp$/, ''));

let standards: readonly CompiledStandard[] = [];
beforeAll(async () => {
  standards = await openShipped();
});

describe.each(cases)('the facts of %s', (name) => {
  it('are judged as the file beside them says', () => {
    const expected = Expected.parse(parse(text(`${name}.yaml`)));
    const now = epochMs(Date.parse(expected.now));
    const facts = [...parseLines(text(`${name}.lp`), 'ms', now)].map(({ parsed }) => {
      if (!parsed.ok) throw new Error(parsed.problem);
      return parsed.value;
    });
    const verdicts = new Map(
      judge(standards, factEvidence(facts, now, { isSchoolTime })).map((finding) => [
        [finding.criterion, finding.level, finding.device ?? ''].join(' ').trim(),
        finding.verdict,
      ]),
    );
    const judged = Object.keys(expected.expect).map((key) => [key, verdicts.get(key)]);
    expect(Object.fromEntries(judged)).toEqual(expected.expect);
  });
});
