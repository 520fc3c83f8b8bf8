/** Ends all when one fails: a half agent is worse than one that is started again. */
export async function runLoops(
  stop: AbortSignal,
  loops: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const broken = new AbortController();
  const signal = AbortSignal.any([stop, broken.signal]);
  const ends = await Promise.allSettled(
    loops.map((loop) =>
      loop(signal).catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
