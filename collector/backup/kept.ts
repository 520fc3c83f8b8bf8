/** Which backups stay. Names in order are backups in order. */
export interface Standing {
  readonly name: string;
  readonly hasFacts: boolean;
}

/** All but the newest `keep`, and but the newest that holds facts, however old it is. */
export function surplus(backups: readonly Standing[], keep: number): readonly string[] {
  const newestFirst = backups.toSorted((a, b) => (a.name < b.name ? 1 : -1));
  const withFacts = newestFirst.find(({ hasFacts }) => hasFacts)?.name;
  return newestFirst
    .slice(keep)
    .map(({ name }) => name)
    .filter((name) => name !== withFacts);
}
