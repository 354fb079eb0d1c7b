import type { JobClient } from "@guchi/chain/client.ts";
import type { Steered } from "@guchi/chain/steered.ts";
import { restartCause } from "@guchi/chain/job/id.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { ALLOWED, type JobAction } from "@guchi/chain/job/actions.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { admit, userOf } from "../load/admit.ts";
import { ProblemError } from "../http/problem.ts";
import { isOfSystem } from "./internal.ts";
import { findJob, missing, purged, type Located } from "./lookup.ts";

export interface SteerDeps {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly admission: Pick<Admission, "admit">;
}

/**
 * Does what somebody asks of a job, and resolves to it; of a restart, to the new one. `key`: the
 * same one restarts once. Throws ProblemError: 404, 410, 409 where its state forbids it, and of a
 * restart what `admit` throws.
 */
export async function steerJob(
  { client, pipelines, admission }: SteerDeps,
  job: Located,
  action: JobAction,
  key: string | undefined,
): Promise<Located> {
  const { id, input } = job.record;
  const steered =
    action === "restart"
      ? await restart({ client, admission }, job, { key, user: userOf(input) })
      : await client[action](id);
  if (!steered.ok) throw await refusal(client, id, action, steered.status);
  return findJob(client, pipelines, steered.id);
}

/**
 * A copy of a job that only the system could start is not what the system knows of: the answer
 * would go out a second time, and past the user's taking the message back.
 */
async function restart(
  { client, admission }: Pick<SteerDeps, "client" | "admission">,
  { record, pipeline }: Located,
  { key, user }: { readonly key: string | undefined; readonly user: string | undefined },
): Promise<Steered> {
  if (isOfSystem(pipeline, record)) {
    throw new ProblemError(
      "conflict",
      "A job that Guchi itself started, such as an answer to a LINE message, cannot be restarted",
    );
  }
  const cause = key === undefined ? undefined : restartCause(record.id, key);
  return admit({ admission, client }, { cause, user }, () => client.restart(record.id, key));
}

async function refusal(
  client: JobClient,
  id: string,
  action: JobAction,
  status: Extract<Steered, { ok: false }>["status"],
): Promise<ProblemError> {
  if (status === "unknown") return missing(client, id);
  if (status === "purged") return purged();
  return new ProblemError(
    "conflict",
    `Cannot ${action} a ${status} job; its status must be ${ALLOWED[action].join(" or ")}`,
  );
}
