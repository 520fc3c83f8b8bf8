/**
 * What other programs measure (Telegraf and its like) is kept apart by its name: no measurement of theirs is ever taken
 * for one of the register's, and none is judged unless a criterion names it, prefix and all.
 */
const FOREIGN_PREFIX = 'ext_';

/** The bucket of InfluxDB's write interface whose measurements are those of the register. */
export const OWN_BUCKET = 'hatang';

export const isForeign = (measurement: string): boolean => measurement.startsWith(FOREIGN_PREFIX);

export const foreignName = (measurement: string): string =>
  isForeign(measurement) ? measurement : FOREIGN_PREFIX + measurement;
