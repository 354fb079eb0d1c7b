import { UnknownPipelineError } from "@guchi/chain/client.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { ProblemError } from "../http/problem.ts";

/**
 * The first field of a job's input that only the system itself fills in; undefined: anybody could
 * have started the job.
 */
function internalField({ internal }: Pipeline, input: object): string | undefined {
  return internal?.find((field) => Object.hasOwn(input, field));
}

/** Whether only the system itself starts such a job: nobody may start it again. */
export function isOfSystem(pipeline: Pipeline, { input, owes }: Pick<JobRecord, "input" | "owes">): boolean {
  const isAnswered = owes !== undefined && "messenger" in owes;
  return pipeline.hidden === true || isAnswered || internalField(pipeline, input) !== undefined;
}

/** What only the system itself starts, or fills in, is refused from outside. */
export function refuseInternal(pipeline: Pipeline | undefined, input: unknown): void {
  if (pipeline === undefined || typeof input !== "object" || input === null) return;
  if (pipeline.hidden === true) {
    throw new UnknownPipelineError(`There is no pipeline "${pipeline.name}"`);
  }
  const internal = internalField(pipeline, input);
  if (internal === undefined) return;
  const errors = [{ pointer: `/input/${internal}`, detail: "is reserved for Guchi itself" }];
  throw new ProblemError("invalid-request", "The input does not match the pipeline's schema", { errors });
}
