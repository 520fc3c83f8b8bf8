import { expect, it } from 'vitest';
import { epochMs, seconds } from '../../kit/units.ts';
import { factEvidence } from '../../standards/fact-evidence.ts';
import { compiledStandard } from '../../test/make-standard.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { Fact } from '../../wire/fact.ts';
import { createAssessment } from './assess.ts';

async function schoolsOf(facts: Map<string, readonly Fact[]>) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const assessment = createAssessment({
    standards: await compiledStandard({}),
    evidenceOf: (school) => {
      asked.push(school);
      return factEvidence(facts.get(school) ?? [], clock.now(), { isSchoolTime: () => true });
    },
    clock,
    cacheSpan: seconds(30),
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
