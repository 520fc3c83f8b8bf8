/** `Camera cổng trường` → `camera-cong-truong`: an id as people would write it, and none that is taken. */
export function idFrom(name: string, taken: ReadonlySet<string>, otherwise: string): string {
  const plain = name
    .replace(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  const first = plain === '' ? otherwise : plain;
  let id = first;
  for (let turn = 2; taken.has(id); turn += 1) id = `${first}-${turn}`;
  return id;
}

/** An id has 64 characters at most: room is left for the number of a namesake. */
const LONGEST = 56;
