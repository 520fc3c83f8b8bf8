import type { Sight } from '../../report/sight.ts';

/** Whether whoever has this sight may read an address in full. */
export type Known = (address: string, sight: Sight) => boolean;

/** As whoever has this sight reads it: an address is the business of its own unit and of those above. */
export const shownAddress = (address: string, sight: Sight, known: Known): string =>
  known(address, sight) ? address : `•••${address.slice(address.lastIndexOf('@'))}`;

/** What a mail server, say, tells of an address, with the address as it is shown. */
export function withShown(words: string, address: string, shown: string): string {
  if (shown === address) return words;
  const exact = address.replace(/[.*+?^${}()|]/g, '\\$&');
  return words.replace(new RegExp(exact, 'gi'), () => shown);
}
