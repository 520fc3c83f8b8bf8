/**
 * Reading a parsed document of unknown shape: an element is a text, an object of children, or a list
 * of either when it is repeated. Every reader here gives undefined (or nothing) for what is not there.
 */
function step(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined;
  return Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined;
}

const asList = (node: unknown): readonly unknown[] =>
  node === undefined ? [] : Array.isArray(node) ? node : [node];

/** The first element at `path`, undefined when one step of it is missing. */
export function child(node: unknown, ...path: readonly string[]): unknown {
  return path.reduce((at, name) => asList(step(at, name))[0], node);
}

/** All elements called `name` under the first element at `path`. */
export function children(node: unknown, ...path: readonly string[]): readonly unknown[] {
  const name = path.at(-1);
  return name === undefined ? [] : asList(step(child(node, ...path.slice(0, -1)), name));
}

/** The text of the element at `path`, as sent; undefined when it is missing or empty. */
export function textAt(node: unknown, ...path: readonly string[]): string | undefined {
  const found = child(node, ...path);
  const text = typeof found === 'string' ? found : step(found, '#text');
  return typeof text === 'string' && text !== '' ? text : undefined;
}

export function attribute(node: unknown, name: string): string | undefined {
  const value = step(node, `@${name}`);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A plain decimal at `path`; undefined when it is anything else. */
export function numberAt(node: unknown, ...path: readonly string[]): number | undefined {
  const text = textAt(node, ...path)?.trim();
  return text !== undefined && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}
