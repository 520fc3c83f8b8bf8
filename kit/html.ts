/** Markup whose every inserted value is escaped by construction; only `html` itself makes it. */
export class Markup {
  readonly text: string;
  private constructor(text: string) {
    this.text = text;
  }

  static readonly join = (parts: TemplateStringsArray, values: readonly Insertable[]): Markup =>
    new Markup(parts.reduce((text, part, at) => text + render(values[at - 1]) + part));

  toString(): string {
    return this.text;
  }
}

export type Insertable = Markup | string | number | false | undefined | readonly Insertable[];

/** html`<td>${name}</td>`: values are escaped, lists are joined, false and undefined vanish. */
export const html = (parts: TemplateStringsArray, ...values: readonly Insertable[]): Markup =>
  Markup.join(parts, values);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(value: Insertable): string {
  if (value instanceof Markup) return value.text;
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
