/** What an id looks like, for those who read it without a config: see `Slug`. */
export const SLUG = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
export const SLUG_EXPECTED = 'expected a-z, 0-9, ".", "_", "-"; at most 64';
