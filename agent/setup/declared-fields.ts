import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import { declarationOf } from '../../standards/declarations.ts';
import { fieldOf } from './declared.ts';
import { type Sheet, selectField, textField } from './sheet.ts';

/** The fields of these declarations, by their kind, filled with what is declared. */
export const declaredFields = (sheet: Sheet, names: readonly string[]): Markup =>
  html`${names.map((name) => declaredField(sheet, name))}`;

function declaredField(sheet: Sheet, name: string): Markup {
  const spec = declarationOf(name);
  if (spec === undefined) return html``;
  const { type, about, choices = {} } = spec;
  const value = sheet.config.declarations[name];
  const given = { field: fieldOf(name), label: upper(about) };
  switch (type) {
    case 'yes':
      return selectField(sheet, {
        ...given,
        known: typeof value === 'boolean' ? (value ? 'yes' : 'no') : '',
        options: [
          ['', OPEN],
          ['yes', YES],
          ['no', NO],
        ],
      });
    case 'choice':
      return selectField(sheet, {
        ...given,
        known: String(value ?? ''),
        options: [['', OPEN], ...Object.entries(choices)],
      });
    case 'number':
      return textField(sheet, { ...given, known: String(value ?? ''), inputmode: 'decimal' });
    case 'text':
      return textField(sheet, { ...given, known: String(value ?? '') });
  }
}

const upper = ({ vi, en }: Text): Text => ({ vi: capital(vi), en: capital(en) });
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const OPEN: Text = { vi: '– chưa khai báo –', en: '– not declared –' };
const YES: Text = { vi: 'Có', en: 'Yes' };
const NO: Text = { vi: 'Không', en: 'No' };
