import type { Text } from '../../kit/text.ts';
import { CADENCES, type CadenceKey, type WrittenSettings } from '../../wire/agent-config.ts';
import type { Words } from './page-request.ts';
import {
  cadenceWords,
  calendarWords,
  configWords,
  type OtherKey,
  writtenAs,
} from './words/agent-configs.ts';

export interface SettingField {
  /** Its place in agent.yaml, and the name of its field. */
  readonly key: CadenceKey | OtherKey;
  readonly label: Text;
  /** What may stand there. */
  readonly hint: Text;
}

const keysOf = <Key extends string>(of: Readonly<Record<Key, unknown>>): readonly Key[] =>
  // The records are constants of this program: their keys are those their types name.
  Object.keys(of) as Key[];

export const cadenceFields: readonly SettingField[] = keysOf(cadenceWords).map((key) => {
  const [least, most] = CADENCES[key];
  const { from, to } = configWords;
  return {
    ...{ key, label: cadenceWords[key] },
    hint: {
      vi: `${from.vi} ${least} ${to.vi} ${most}`,
      en: `${from.en} ${least} ${to.en} ${most}`,
    },
  };
});

export const otherFields: readonly SettingField[] = keysOf(calendarWords).map((key) => ({
  ...{ key, label: calendarWords[key] },
  hint: { vi: writtenAs[key], en: writtenAs[key] },
}));

const FIELDS = [...cadenceFields, ...otherFields];

/** The form as the JSON interface would be sent it; what is wrong in it is found there. */
export function configAsked(form: Words): object {
  const settings: Tree = {};
  for (const { key } of FIELDS) {
    const typed = form[key]?.trim() ?? '';
    if (typed !== '') put(settings, key.split('.'), typedAs(key, typed));
  }
  const unit = form['unit']?.trim() ?? '';
  return { ...(unit === '' ? {} : { unit }), settings, note: form['note'] ?? '' };
}

/** The fields that mistakes at these paths belong to. */
export const fieldsAt = (paths: readonly string[]): readonly SettingField[] =>
  FIELDS.filter(({ key }) =>
    paths.some((path) => {
      const at = path.replace(/^settings\./, '');
      return at === key || at.startsWith(`${key}.`) || key.startsWith(`${at}.`);
    }),
  );

interface Tree {
  [name: string]: unknown;
}

function typedAs(key: SettingField['key'], typed: string): unknown {
  const parts = () => typed.split(/[\s,;]+/).filter((part) => part !== '');
  if (key === 'ship.backlog_rate') return numberIn(typed);
  if (key.endsWith('.days')) return parts().map(numberIn);
  return key.endsWith('.holidays') ? parts() : typed;
}

/** What is no number stays as it was typed, for the schema to refuse. */
const numberIn = (typed: string): number | string =>
  /^\d{1,9}(?:[.,]\d{1,3})?$/.test(typed) ? Number(typed.replace(',', '.')) : typed;

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) tree[name] = value;
  else {
    const below = tree[name];
    const next: Tree = isTree(below) ? below : {};
    tree[name] = next;
    put(next, rest, value);
  }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** What a version sets, field by field, in the order of the form. */
export function settingsSaid(
  settings: WrittenSettings,
): readonly { readonly label: Text; readonly value: string }[] {
  return FIELDS.flatMap(({ key, label }) => {
    const value = key.split('.').reduce(below, settings);
    if (value === undefined) return [];
    return [{ label, value: Array.isArray(value) ? value.join(', ') : String(value) }];
  });
}

const below = (tree: unknown, name: string): unknown => (isTree(tree) ? tree[name] : undefined);
