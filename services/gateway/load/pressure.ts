import { monitorEventLoopDelay } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "../http/problem.ts";

/**
 * Longest mean delay of the event loop within a look, in ms, at which requests are still taken. Far
 * above what a start, a garbage collection or a busy neighbour cost: a refusal that was not needed
 * is a failure too.
 */
const MAX_EVENT_LOOP_DELAY_MS = 1_500;
/** Share of the JavaScript heap that may be in use. */
const MAX_HEAP_SHARE = 0.9;
const LOOK_EVERY_MS = 1_000;
/** Looks in a row that must find too much to do: a neighbour may take all cores for once. */
const LOOKS = 2;
const RESOLUTION_MS = 10;

/**
 * Answers 503 with Retry-After on every route of `app` while the process has more to do than it
 * can, before anything breaks. No look opens a file, as `process.memoryUsage()` does: it must not
 * fail when there are no more to open.
 */
export function shedLoad(app: FastifyInstance): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let over = 0;
  const look = () => {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    // No sample at all: the loop stood still for all of the time.
    const delayMs = delay.count === 0 ? Number.POSITIVE_INFINITY : delay.mean / 1e6 - RESOLUTION_MS;
    over = delayMs > MAX_EVENT_LOOP_DELAY_MS || used > limit * MAX_HEAP_SHARE ? over + 1 : 0;
    delay.reset();
    timer?.refresh();
  };
  let timer: NodeJS.Timeout | undefined;
  // Not before: to build the app is no load, and on a busy machine it may hold the loop for a look.
  app.addHook("onReady", async () => {
    delay.enable();
    timer = setTimeout(look, LOOK_EVERY_MS).unref();
  });
  app.addHook("onClose", async () => {
    clearTimeout(timer);
    delay.disable();
  });
  app.addHook("onRequest", (_request, _reply, done) => {
    if (over < LOOKS) {
      done();
      return;
    }
    throw new ProblemError("unavailable", "The gateway is overloaded. Accepted jobs are safe; try again later.", {
      headers: { "retry-after": "5" },
    });
  });
}
