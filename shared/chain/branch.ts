import Type from "typebox";
import { StageError } from "./errors.ts";
import type { JobSoFar, Step } from "./pipeline.ts";

/** What a branch point gives: whether its condition holds. */
const Taken = Type.Object({ taken: Type.Boolean() });

/** A point at which the job takes one way or another: no stage, no queue, no wait. */
export interface Decision {
  decide(job: JobSoFar): boolean;
}

/** The steps of a branch, by groups. */
type Groups = readonly (readonly Step[])[];

/**
 * The groups of a branch: the point `name`, the steps if its condition holds, else the others, and
 * the point at which both ways meet. What is not taken is skipped, as by an exit.
 */
export function branchGroups(name: string, decision: Decision, then: Groups, otherwise: Groups): Groups {
  const meet = `${name}-end`;
  const isElse = otherwise.length > 0;
  const over = `${name}-else`;
  const start = point(name, decision, { to: isElse ? over : meet, when: isNotTaken });
  if (!isElse) return [[start], ...then, [point(meet)]];
  // The way of the condition ends in front of the other one, and goes round it.
  const round = point(`${name}-then`, undefined, { to: meet, when: () => true });
  return [[start], ...then, [round], [point(over)], ...otherwise, [point(meet)]];
}

function isNotTaken(result: unknown): boolean {
  return typeof result === "object" && result !== null && "taken" in result && result.taken === false;
}

function point(name: string, decision: Decision = { decide: () => true }, exit?: Step["exit"]): Step {
  const stage = { name: "when", input: Type.Unknown(), output: Taken };
  return { name, stage, decision, ...(exit !== undefined && { exit }) };
}

/** What a branch point gives for this job. Throws StageError when its condition does. */
export function decided(decision: Decision, job: JobSoFar): { readonly taken: boolean } {
  try {
    return { taken: decision.decide(job) };
  } catch (cause) {
    const message = "The pipeline could not tell which way to go.";
    throw new StageError(message, { code: "internal", class: "permanent", cause });
  }
}
