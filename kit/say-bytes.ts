/** A size as engineers write it, to three figures or so: `3.42 GB`; in powers of ten, as disks are sold. */
export function sayBytes(bytes: number): string {
  const [unit, factor] = UNITS.find(([, from]) => bytes >= from) ?? ['B', 1];
  const value = bytes / factor;
  return `${value.toFixed(factor === 1 || value >= 100 ? 0 : value >= 10 ? 1 : 2)} ${unit}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];
