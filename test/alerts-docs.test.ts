import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules } from '../collector/alert/rules/load-door.ts';
import { rulesMarkdown } from './rules-markdown.ts';
import { shippedRules } from './shipped-rules.ts';

const page = (language: string) =>
  readFileSync(join(import.meta.dirname, `../docs/${language}/alerts.md`), 'utf8');

it.each(['vi', 'en'] as const)(
  'docs/%s/alerts.md lists the shipped rules as they are',
  async (language) => {
    expect(page(language)).toContain(rulesMarkdown(await shippedRules(), language));
  },
);

it.each(['vi', 'en'])('the overrides docs/%s/alerts.md shows are good ones', async (language) => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page(language)) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'hatang-docs-'));
  const overrides = join(folder, 'alerts.yaml');
  writeFileSync(overrides, example);
  const loaded = await loadRules({ overrides });
  expect(loaded.ok ? loaded.value.length : loaded.problem).toBe(31);
  rmSync(folder, { recursive: true });
});
