import { UnknownPipelineError } from "@guchi/chain/client.ts";
import { fingerprint } from "@guchi/chain/job/fingerprint.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { ScheduleSpec } from "@guchi/chain/schedule/schedule.ts";
import { timeProblems } from "@guchi/chain/schedule/times.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { checkCallbackUrl, type CallbackRules } from "../callbacks/address.ts";
import { errorsOf, ProblemError } from "../http/problem.ts";
import { refuseInternal } from "../jobs/internal.ts";

interface Rules {
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly callbacks: CallbackRules;
}

/**
 * Checks a schedule as its jobs would be checked, and its times. Throws ProblemError,
 * UnknownPipelineError, and SchemaError for the input.
 */
export function checkSchedule(spec: ScheduleSpec, { pipelines, callbacks }: Rules): void {
  const { pipeline: name, input, callbackUrl } = spec;
  const pipeline = pipelines.get(name);
  if (pipeline === undefined) throw new UnknownPipelineError(`There is no pipeline "${name}"`);
  refuseInternal(pipeline, input);
  fingerprint(name, parseAs(pipeline.input, input)); // refuses what is nested too deep
  if (callbackUrl !== undefined) checkCallbackUrl(callbackUrl, callbacks);
  const problems = timeProblems(spec);
  if (problems.length === 0) return;
  throw new ProblemError("invalid-request", "The body does not fit", { errors: errorsOf(problems) });
}
