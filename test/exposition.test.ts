import { describe, expect, it } from 'vitest';
import { scrape } from './exposition.ts';

const head = (name: string, type = 'gauge') => `# HELP ${name} a figure\n# TYPE ${name} ${type}\n`;

describe('the reader of expositions that the tests trust', () => {
  it.each([
    [`${head('a')}a 1`, 'an end without a line end'],
    ['a 1\n', 'a sample without a head'],
    [`# TYPE a gauge\na 1\n`, 'a type without help'],
    [`# HELP a x\n# TYPE b gauge\nb 1\n`, 'a type of another name'],
    [`${head('a')}a 1\na 2\n`, 'a sample twice'],
    [`${head('a')}a 1\n${head('b')}b 1\n${head('a')}a{x="1"} 1\n`, 'a name in two places'],
    [`${head('a')}b 1\n`, 'a sample of another name'],
    [`${head('a')}a{x="1} 1\n`, 'a label without its end'],
    [`${head('a')}a 1,5\n`, 'a figure with a comma'],
    [`${head('a_total')}a_total 1\n`, 'a gauge named as a counter'],
    [`${head('a', 'counter')}a 1\n`, 'a counter named as a gauge'],
    [`${head('a', 'summary')}a 1\n`, 'a type we do not use'],
  ])('refuses %j: %s', (text) => {
    expect(() => scrape(text)).toThrow();
  });
});
