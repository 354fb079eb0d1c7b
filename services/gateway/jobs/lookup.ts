import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { ProblemError } from "../http/problem.ts";

/** A job and its pipeline. */
export interface Located {
  readonly record: JobRecord;
  readonly pipeline: Pipeline;
}

/**
 * The job of a request's path. Throws ProblemError: 404 for an id that is not known (any more), 410
 * for a purged one.
 */
export async function findJob(
  client: JobClient,
  pipelines: ReadonlyMap<string, Pipeline>,
  id: string,
  find: () => Promise<JobRecord | undefined> = () => client.find(id),
): Promise<Located> {
  const record = await find();
  if (record === undefined) throw await missing(client, id);
  return { record, pipeline: pipelineOf(pipelines, record) };
}

/**
 * The pipeline of a job. Throws ProblemError 503 when its pipeline is not loaded: the gateway was
 * started without the EXTENSIONS that the job was started with, and the job waits for them.
 */
export function pipelineOf(
  pipelines: ReadonlyMap<string, Pipeline>,
  { pipeline: name }: Pick<JobRecord, "pipeline">,
): Pipeline {
  const pipeline = pipelines.get(name);
  if (pipeline !== undefined) return pipeline;
  const detail = `The pipeline "${name}" of this job is not loaded: EXTENSIONS must name its folder. The job waits.`;
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
  return (await client.wasPurged(id)) ? purged() : unknown();
}

/** Of an id that never was a job's, as far as whoever asks may know. */
export function unknown(): ProblemError {
  return new ProblemError("not-found", "There is no job with this id");
}

export function purged(): ProblemError {
  return new ProblemError("gone", "The job was purged");
}
