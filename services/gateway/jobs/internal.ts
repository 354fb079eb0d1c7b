import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";

/**
 * The first field of a job's input that only the system itself fills in; undefined: anybody could
 * have started the job.
 */
export function internalField({ internal }: Pipeline, input: object): string | undefined {
  return internal?.find((field) => Object.hasOwn(input, field));
}

/** Whether only the system itself starts such a job: nobody may start it again. */
export function isOfSystem(pipeline: Pipeline, { input, owes }: Pick<JobRecord, "input" | "owes">): boolean {
  const isAnswered = owes !== undefined && "messenger" in owes;
  return pipeline.hidden === true || isAnswered || internalField(pipeline, input) !== undefined;
}
