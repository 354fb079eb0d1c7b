import { getHeapStatistics } from "node:v8";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/**
 * Longest mean delay of the event loop within a look, in ms, at which requests are still taken. Far above what a start, a
 * garbage collection or a busy neighbour cost: a refusal that was not needed is a failure too.
 */
const MAX_EVENT_LOOP_DELAY_MS = 1_500;
/** Share of the JavaScript heap that may be in use. */
const MAX_HEAP_SHARE = 0.9;
const LOOK_EVERY_MS = 1_000;

/** Answers 503 with Retry-After on every route of `app` while the process has more to do than it can, before anything breaks. */
export async function shedLoad(app: FastifyInstance): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    maxHeapUsedBytes: getHeapStatistics().heap_size_limit * MAX_HEAP_SHARE,
    sampleInterval: LOOK_EVERY_MS,
    retryAfter: 5,
    message: "The gateway has too much to do. Nothing was lost; try again.",
  });
}
