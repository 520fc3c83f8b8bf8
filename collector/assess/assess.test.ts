import { expect, it } from 'vitest';
import { epochMs, ms, seconds } from '../../kit/units.ts';
import { factEvidence } from '../../standards/fact-evidence.ts';
import type { Summary } from '../../standards/summary.ts';
import { compiledStandard } from '../../test/make-standard.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { Fact } from '../../wire/fact.ts';
import { createAssessment } from './assess.ts';

async function schoolsOf(
  facts: Map<string, readonly Fact[]>,
  cost = ms(0),
  kept: ReadonlyMap<string, Summary> = new Map(),
) {
  const clock = new ManualClock();
  const asked: string[] = [];
  let spent = 0;
  const assessment = createAssessment({
    standards: await compiledStandard({}),
    evidenceOf: (school) => {
      asked.push(school);
      spent += cost;
      return factEvidence(facts.get(school) ?? [], clock.now(), { isSchoolTime: () => true });
    },
    clock: { elapsed: () => ms(clock.elapsed() + spent) },
    cacheSpan: seconds(30),
    kept,
  });
  return { assessment, asked, clock };
}

const fibre = (yes: boolean): Fact => ({
  measurement: 'declaration',
  tags: { name: 'fibre' },
  fields: { yes },
  at: epochMs(0),
});

it('judges a school from its own evidence', async () => {
  const { assessment } = await schoolsOf(
    new Map([
      ['a', [fibre(true)]],
      ['b', [fibre(false)]],
    ]),
  );
  expect(assessment.findings('a')).toMatchObject([{ criterion: 'XX-01', verdict: 'pass' }]);
  expect(assessment.summary('b').basic).toMatchObject({ fail: 1, verdict: 'fail' });
  expect(assessment.summary('nobody').basic.verdict).toBe('unknown');
});

it('judges anew once a school was touched, and leaves the others alone', async () => {
  const facts = new Map([['a', [fibre(false)]]]);
  const { assessment, asked } = await schoolsOf(facts);
  assessment.findings('a');
  assessment.summary('b');
  facts.set('a', [fibre(true)]);
  expect(assessment.summary('a').basic.verdict).toBe('fail');
  assessment.touch('a');
  expect(assessment.summary('a').basic.verdict).toBe('pass');
  assessment.findings('b');
  expect(asked).toEqual(['a', 'b', 'a']);
});

it('judges anew when findings have stood for the span, because silence makes figures old', async () => {
  const { assessment, asked, clock } = await schoolsOf(new Map());
  assessment.findings('a');
  await clock.advance(seconds(29));
  assessment.findings('a');
  expect(asked).toHaveLength(1);
  clock.jump(seconds(-3600));
  await clock.advance(seconds(1));
  assessment.findings('a');
  expect(asked).toHaveLength(2);
});

it('shows many schools as they were found last where judging all would take longer than a page may', async () => {
  const names = Array.from({ length: 11 }, (_, at) => `s${at}`);
  const facts = new Map(names.map((name) => [name, [fibre(true)] as readonly Fact[]]));
  const { assessment, asked } = await schoolsOf(facts, ms(20));
  expect(assessment.summaries(names).size).toBe(11);
  for (const name of names) {
    facts.set(name, [fibre(false)]);
    assessment.touch(name);
  }
  asked.length = 0;
  const verdicts = [...assessment.summaries(names).values()].map(({ basic }) => basic.verdict);
  expect(asked).toEqual(['s0', 's1', 's2']);
  expect(verdicts.filter((verdict) => verdict === 'fail')).toHaveLength(3);
  const summary = assessment.summary('s10');
  assessment.learn('s9', summary);
  expect(assessment.summaries(names).get('s9')).toBe(summary);
});

it('says unknown of those that nobody judged yet, where judging them would take seconds', async () => {
  const names = Array.from({ length: 11 }, (_, at) => `s${at}`);
  const facts = new Map(names.map((name) => [name, [fibre(true)] as readonly Fact[]]));
  const { assessment, asked } = await schoolsOf(facts, ms(500));
  const verdicts = [...assessment.summaries(names).values()].map(({ basic }) => basic.verdict);
  expect(asked).toHaveLength(4);
  expect(verdicts.slice(0, 4)).toEqual(Array(4).fill('pass'));
  expect(verdicts.slice(4)).toEqual(Array(7).fill('unknown'));
});

it('begins with what was kept of the last start', async () => {
  const kept = (await schoolsOf(new Map([['a', [fibre(true)]]]))).assessment.summary('a');
  const names = ['a', ...Array.from({ length: 10 }, (_, at) => `s${at}`)];
  const { assessment, asked } = await schoolsOf(new Map(), ms(60), new Map([['s9', kept]]));
  expect(assessment.summaries(names).get('s9')).toBe(kept);
  expect(asked).not.toContain('s9');
});

it('holds the findings of those looked at of late, not of a whole city', async () => {
  const { assessment, asked } = await schoolsOf(new Map());
  const names = Array.from({ length: 40 }, (_, at) => `s${at}`);
  for (const name of names) assessment.findings(name);
  asked.length = 0;
  assessment.findings('s39');
  expect(asked).toEqual([]);
  assessment.findings('s0');
  expect(asked).toEqual(['s0']);
});
