import { expect, it } from 'vitest';
import { keepOut } from './keep-out.ts';

it.each([
  ['Token s3cret/of ours', 'Token [kept out]'],
  ['s3cret%2Fof%20ours', '[kept out]'],
  [`Basic ${Buffer.from('s3cret/of ours').toString('base64')}`, 'Basic [kept out]'],
  ['database not found', 'database not found'],
])('makes %j %j', (text, clean) => {
  expect(keepOut(['s3cret/of ours', undefined, ''])(text)).toBe(clean);
});
