import type { JobClient } from "@guchi/chain/client.ts";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { ProblemError } from "../http/problem.ts";

/**
 * Lets a request start a job. Throws ProblemError 503 while as many are unfinished as may be, 429
 * while as many of the user are, unless it repeats what has started a job: that one waits already.
 */
export async function admit<Started extends object>(
  { admission, client }: { readonly admission: Pick<Admission, "admit">; readonly client: Pick<JobClient, "find"> },
  { cause, user }: { readonly cause: string | undefined; readonly user: string | undefined },
  start: () => Promise<Started>,
): Promise<Started> {
  const started = await admission.admit(user, start);
  if (typeof started === "object") return started;
  if (cause !== undefined && (await client.find(jobIdOf(cause))) !== undefined) return start();
  const headers = { "retry-after": "30" };
  if (started === "full") {
    throw new ProblemError("overloaded", "Too many jobs are waiting. Nothing was queued; try again later.", {
      headers,
    });
  }
  const detail = "This user has too many unfinished jobs. Nothing was queued; try again later.";
  throw new ProblemError("too-many-requests", detail, { headers });
}

/** Who speaks, for pipelines whose input tells it. */
export function userOf(input: unknown): string | undefined {
  return typeof input === "object" && input !== null && "user" in input && typeof input.user === "string"
    ? input.user
    : undefined;
}
