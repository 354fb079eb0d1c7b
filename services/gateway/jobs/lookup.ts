import type { JobClient } from "@guchi/chain/client.ts";
import type { Route } from "@guchi/chain/pipeline.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { ProblemError } from "../http/problem.ts";

/** A job and the route that it takes. */
export interface Located {
  readonly record: JobRecord;
  readonly route: Route;
}

/**
 * The job of a request's path. Throws ProblemError: 404 for an id that is not known (any more), 410
 * for a purged one.
 */
export async function findJob(
  client: JobClient,
  routes: ReadonlyMap<string, Route>,
  id: string,
  find: () => Promise<JobRecord | undefined> = () => client.find(id),
): Promise<Located> {
  const record = await find();
  if (record === undefined) throw await missing(client, id);
  return { record, route: routeOf(routes, record) };
}

/**
 * The route of a job. Throws ProblemError 503 when its pipeline is not loaded: the gateway was
 * started without the EXTENSIONS that the job was started with, and the job waits for them.
 */
export function routeOf(routes: ReadonlyMap<string, Route>, { pipeline }: Pick<JobRecord, "pipeline">): Route {
  const route = routes.get(pipeline);
  if (route !== undefined) return route;
  const detail = `The pipeline "${pipeline}" of this job is not loaded: EXTENSIONS must name its folder. The job waits.`;
  throw new ProblemError("unavailable", detail, { headers: { "retry-after": "30" } });
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
