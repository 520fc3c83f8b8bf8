/**
 * Text from outside as one line of at most `longest` characters: no break, no control or direction
 * mark of it can make a header or a line of its own, or turn what stands around it.
 */
export function oneLine(text: string, longest: number): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  const letters = [...clean];
  return letters.length <= longest ? clean : `${letters.slice(0, longest - 1).join('')}…`;
}
