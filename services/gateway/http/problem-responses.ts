import { PROBLEM_STATUSES, type ProblemStatus } from "./problem.ts";

/** The problems that a route may answer with, for the API page. */
export function problems(...statuses: readonly ProblemStatus[]): Record<number, object> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: PROBLEM_STATUSES[status],
        content: { "application/problem+json": { schema: { $ref: "Problem#" } } },
      },
    ]),
  );
}
