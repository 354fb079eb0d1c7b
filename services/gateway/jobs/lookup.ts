import type { JobClient } from "@guchi/shared/chain/client.ts";
import type { Route } from "@guchi/shared/chain/pipeline.ts";
import type { JobRecord } from "@guchi/shared/job/record.ts";
import { ProblemError } from "../http/problem.ts";

/** A job and the route that it takes. */
export interface Located {
  readonly record: JobRecord;
  readonly route: Route;
}

/** The job of a request's path. Throws ProblemError: 404 for an id that is not known (any more), 410 for a purged one. */
export async function findJob(
  client: JobClient,
  routes: ReadonlyMap<string, Route>,
  id: string,
  find: () => Promise<JobRecord | undefined> = () => client.find(id),
): Promise<Located> {
  const record = await find();
  if (record === undefined) throw await missing(client, id);
  const route = routes.get(record.pipeline);
  if (route === undefined) throw new ProblemError("not-found", "The job's pipeline is not known here");
  return { record, route };
}

/**
 * Ids are UUIDs, which may be written in capitals, too:
 * https://www.rfc-editor.org/rfc/rfc9562#section-4
 */
export function lowerCaseId(params: unknown): void {
  if (typeof params !== "object" || params === null || !("id" in params) || typeof params.id !== "string") return;
  if (/^[\dA-F-]{36}$/i.test(params.id)) params.id = params.id.toLowerCase();
}

/** The problem of an id without a job. */
export async function missing(client: JobClient, id: string): Promise<ProblemError> {
  return (await client.wasPurged(id)) ? purged() : new ProblemError("not-found", "There is no job with this id");
}

export function purged(): ProblemError {
  return new ProblemError("gone", "The job was purged");
}
