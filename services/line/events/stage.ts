import { defineStage } from "@guchi/chain/stage.ts";
import { lineEvents } from "../metrics.ts";
import { lineEvent } from "../pipeline.ts";
import type { Intake } from "./intake.ts";

/**
 * The stage that does what an event asks for. It tries until it is done: only an event over which
 * processes die is given up, after the fifth, with an alarm (shared/chain/runs.ts).
 */
export function createEventStage(intake: Pick<Intake, "take">) {
  return defineStage(lineEvent, {
    retry: { attempts: Number.POSITIVE_INFINITY, backoffMs: 500, maxBackoffMs: 60_000 },
    timeoutMs: 20_000,
    run: async (input, { jobId, metrics }) => {
      const did = await intake.take(input, jobId);
      metrics.count(lineEvents, { what: did });
      return { did };
    },
  });
}
