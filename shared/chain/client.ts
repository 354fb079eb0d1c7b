import { createHash } from "node:crypto";
import { v5 as uuidFrom, v7 as newUuid } from "uuid";
import { parseAs } from "../schema.ts";
import type { HistoryEntry } from "../job/history.ts";
import type { JobRecord } from "../job/record.ts";
import type { JobRecords } from "../job/records.ts";
import type { Route } from "./pipeline.ts";
import type { Queues } from "./queues.ts";
import { firstPositions } from "./route.ts";

/** Namespace of the job ids that are derived from a cause (RFC 9562, version 5). Changing it breaks the dedupe. */
const CAUSE_NAMESPACE = "0a6ff0a0-5d3b-4d0c-8e2e-6a7563686921";

/** The same id came with another pipeline or input. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** A pipeline that this version does not have. */
export class UnknownPipelineError extends Error {
  override readonly name = "UnknownPipelineError";
}

interface Deps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly routes: ReadonlyMap<string, Route>;
}

/** Starts jobs. */
export class JobClient {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Starts a job, durably: when this resolves, the job is recorded and queued, or was before. `cause` is what started it
   * (an idempotency key, a webhook event id): the same cause is the same job. Throws UnknownPipelineError, SchemaError
   * for a bad input, ConflictError for a cause that started another job, and what ioredis throws when Redis is away.
   *
   * The order of the three writes is what keeps the promise: record and index of open jobs in one step, then the queue.
   * A process that dies in between leaves an open job in no queue, which the sweep finds.
   */
  async start(pipeline: string, input: unknown, cause?: string): Promise<{ id: string; created: boolean }> {
    const route = this.#deps.routes.get(pipeline);
    if (route === undefined) throw new UnknownPipelineError(`There is no pipeline "${pipeline}"`);
    const checked: unknown = parseAs(route.pipeline.input, input);
    const id = cause === undefined ? newUuid() : uuidFrom(cause, CAUSE_NAMESPACE);
    const job = { id, pipeline, input: checked, fingerprint: fingerprint(pipeline, checked) };
    if (cause === undefined) {
      // The id is new, so both commands can leave in one burst; on one connection Redis runs them in order.
      await Promise.all([this.#deps.records.create(job), this.#enqueue(route, id)]);
      return { id, created: true };
    }
    const created = await this.#deps.records.create(job);
    await (created ? this.#enqueue(route, id) : this.#repeat(job, route));
    return { id, created };
  }

  async #repeat(job: { id: string; fingerprint: string }, route: Route): Promise<void> {
    const record = await this.#deps.records.read(job.id);
    if (record !== undefined && record.fingerprint !== job.fingerprint) {
      throw new ConflictError("This key has started a job with another pipeline or input");
    }
    // The first request may have died between record and queue; the job is accepted now, so it must be queued now.
    if (record?.status === "pending") await this.#enqueue(route, job.id);
  }

  async #enqueue(route: Route, id: string): Promise<void> {
    await Promise.all(
      firstPositions(route).map(async (index) => {
        const stage = route.positions[index]?.spec.stage;
        if (stage !== undefined) await this.#deps.queues.add(stage, route.pipeline.name, id, index);
      }),
    );
  }

  /** The record of a job, or undefined when there is none (any more). */
  async find(id: string): Promise<JobRecord | undefined> {
    return this.#deps.records.read(id);
  }

  async history(id: string): Promise<readonly HistoryEntry[]> {
    return this.#deps.records.history(id);
  }
}

/** SHA-256 of pipeline and input; the order of an object's keys does not matter. */
function fingerprint(pipeline: string, input: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([pipeline, sorted(input)]))
    .digest("base64url");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
