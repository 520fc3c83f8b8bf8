/** The schools a caller may see; undefined means all of them. */
export type Sight = ReadonlySet<string> | undefined;
