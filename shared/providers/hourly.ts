const HOUR_MS = 3_600_000;

/**
 * For what would be said again and again: true for the first time that a `what` is met, and then
 * once in so many ms. In this process.
 */
export function onceEvery(ms: number): (what: string, now?: number) => boolean {
  const last = new Map<string, number>();
  return (what, now = Date.now()) => {
    for (const [said, at] of last) if (now - at >= ms) last.delete(said);
    if (last.has(what)) return false;
    last.set(what, now);
    return true;
  };
}

/** The same, once an hour: for what every job would say again. */
export function hourly(): (what: string, now?: number) => boolean {
  return onceEvery(HOUR_MS);
}
