/**
 * Runs `work` now and then again `pause` (in ms) after each end, or `share` times as long as it
 * took, never twice at a time. `stop` waits for a run under way.
 */
export function every(
  pause: number | (() => number),
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
  share = 0,
) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    const startedAt = performance.now();
    await work().catch(onError);
    const pauseMs = typeof pause === "number" ? pause : pause();
    if (!stopped) timer = setTimeout(start, Math.max(pauseMs, share * (performance.now() - startedAt)));
  };
  let running = Promise.resolve();
  const start = () => {
    running = run();
  };
  start();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
