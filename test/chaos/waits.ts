/** Real processes run beside these: only the real clock says how long they had. */
export const pause = (spanMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, spanMs));

/** Asks until it is so; throws when it is not within its time. */
export async function until(withinMs: number, isSo: () => boolean | Promise<boolean>) {
  for (const end = Date.now() + withinMs; ; await pause(50)) {
    if (await isSo()) return;
    if (Date.now() > end) throw new Error(`not so within ${withinMs} ms`);
  }
}
