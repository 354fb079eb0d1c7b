import { pino } from "pino";
import type { StageContext } from "@guchi/chain/stage.ts";
import type { Call } from "../provider.ts";
import { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import { UNTRACED } from "@guchi/chain/telemetry/tracer.ts";

/**
 * What a stage gets besides its input, for tests that run it without a queue. Paid calls are
 * counted nowhere.
 */
export function testContext(changes: Partial<StageContext> = {}): StageContext {
  return {
    jobId: "job_1",
    stage: "test",
    createdAt: new Date(0),
    attempt: 1,
    signal: new AbortController().signal,
    log: pino({ level: "silent" }),
    paid: async () => undefined,
    refund: async () => undefined,
    progress: () => undefined,
    metrics: new Metrics(),
    tracer: UNTRACED,
    ...changes,
  };
}

/** What a provider gets besides the request, for tests that ask it without a stage. */
export function testCall(changes: Partial<Call> = {}): Call {
  return { signal: new AbortController().signal, pay: async () => undefined, softer: false, ...changes };
}
