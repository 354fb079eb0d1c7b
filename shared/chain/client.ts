import { isDeepStrictEqual } from "node:util";
import { v7 as newUuid } from "uuid";
import { childOf, childrenOf } from "./call/call.ts";
import { steerDown } from "./call/children.ts";
import { endCall, leaveCalls } from "./call/tell.ts";
import { deliveryCause } from "./delivery.ts";
import { isAllowed, isUndelivered, type JobAction } from "./job/actions.ts";
import type { HistoryEntry } from "./job/history.ts";
import { jobIdOf, restartCause } from "./job/id.ts";
import type { Settled } from "./job/attempt.ts";
import { DamagedRecordError } from "./job/damaged.ts";
import { newRecord, type NewJob } from "./job/new-job.ts";
import type { Caller } from "./job/owed.ts";
import type { JobRecord, JobStatus } from "./job/record.ts";
import { faultPoint } from "./fault-points.ts";
import type { ClientDeps } from "./client-deps.ts";
import { endWait, keepEvent, type EventOutcome } from "./event.ts";
import { handTo } from "./hand-off.ts";
import { firstSteps, isQueued, type Layout } from "./layout.ts";
import { parseAs } from "./schema.ts";
import type { Started, StartOptions } from "./start-options.ts";
import { reopenItems } from "./map/fill.ts";
import { requeue } from "./requeue.ts";
import { removeFinished, unqueue } from "./unqueue.ts";
import { freshBaselines } from "./retry.ts";

/** The same id came with another pipeline, input, or callback URL. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** A pipeline that this version does not have. */
export class UnknownPipelineError extends Error {
  override readonly name = "UnknownPipelineError";
}

/**
 * What became of an action. `id` is the job's, of a restart the new one's; `status` is what forbids
 * the action.
 */
export type Steered =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly status: JobStatus | "unknown" | "purged" };

/** Starts jobs, finds them, and steers them. */
export class JobClient {
  readonly #deps: ClientDeps;
  constructor(deps: ClientDeps) {
    this.#deps = deps;
  }

  /**
   * Starts a job, durably: when this resolves, the job is recorded and queued, or was before.
   * Throws UnknownPipelineError, SchemaError for a bad input, ConflictError for a cause that
   * started another job, and what ioredis throws when Redis is away. A cause whose job was purged
   * starts nothing.
   *
   * The order of the writes is what keeps the promise: record and index of open jobs in one step,
   * then the queue. A process that dies in between leaves an open job in no queue, which the sweep
   * finds. It takes one round trip to Redis, and with a cause two.
   */
  async start(
    name: string,
    input: unknown,
    { cause, owes, priority, startAt: at = 0 }: StartOptions = {},
  ): Promise<Started> {
    const pipeline = this.#deps.pipelines.get(name);
    if (pipeline === undefined) throw new UnknownPipelineError(`There is no pipeline "${name}"`);
    const checked: unknown = parseAs(pipeline.input, input);
    const id = cause === undefined ? newUuid() : jobIdOf(cause);
    const fingerprint = this.#deps.records.fingerprint(name, checked);
    const { layout } = pipeline;
    const now = Date.now();
    const startAt = at > now ? at : undefined;
    const job = { id, pipeline: name, layout, input: checked, fingerprint, owes, priority, startAt };
    await this.#deps.records.keepLayout(layout);
    await faultPoint("accept.begun");
    const creating = this.#deps.records.create(job, now);
    const fault = faultPoint("accept.recorded", creating);
    if (fault !== undefined) await fault;
    // A new id is in nobody's way, so both commands can leave in one burst.
    const isNew = cause === undefined;
    const [created] = await Promise.all([creating, isNew && startAt === undefined && this.#enqueue(layout, job)]);
    if (!created) await this.#repeat(job);
    else if (!isNew && startAt === undefined) await this.#enqueueFirst(layout, job);
    await faultPoint("accept.queued");
    if (!created) return { id, created };
    this.#deps.onStarted?.(name);
    const isQueuedFirst = startAt === undefined && firstSteps(layout).every(isQueued);
    return { id, created, ...(isQueuedFirst && { record: newRecord(job, now) }) };
  }

  /** The record of a job, or undefined when there is none (any more). Throws DamagedRecordError. */
  async find(id: string): Promise<JobRecord | undefined> {
    return this.#deps.records.read(id);
  }

  /** The same without results that lie beside the record, which may be long. */
  async findHead(id: string): Promise<JobRecord | undefined> {
    return this.#deps.records.readHead(id);
  }

  /** Whether somebody purged a job with this id lately. */
  async wasPurged(id: string): Promise<boolean> {
    return this.#deps.records.wasPurged(id);
  }

  /**
   * What happened from entry `from` on (0: the first); undefined stands for an entry that cannot be
   * read.
   */
  async history(id: string, from = 0): Promise<readonly (HistoryEntry | undefined)[]> {
    return this.#deps.records.history(id, from);
  }

  /**
   * Ends an unfinished job: waiting work leaves its queue, a running stage is aborted, and nothing
   * more is recorded.
   */
  async cancel(id: string): Promise<Steered> {
    return this.#steer(id, "cancel", async (record) => {
      await unqueue(this.#deps.queues, record.layout, id);
      await this.#deps.onEnded?.(record, "canceled");
    });
  }

  /** Parks an unfinished job: a stage that runs ends and is recorded; none after it begins. */
  async suspend(id: string): Promise<Steered> {
    return this.#steer(id, "suspend", ({ layout }) => unqueue(this.#deps.queues, layout, id));
  }

  /** Goes on with a suspended job where it stopped. */
  async resume(id: string): Promise<Steered> {
    return this.#steer(id, "resume", (record) => requeue(this.#deps, record));
  }

  /**
   * Tells the job of an event for which a step of it waits, or will wait: the first one of a name
   * counts. With a `key`, a repetition is known as such. When this resolves, the event is kept.
   * Throws SchemaError for a payload that does not fit, and UnknownStepError when this version
   * cannot tell.
   */
  async event(id: string, name: string, payload: unknown, key?: string): Promise<EventOutcome> {
    const record = await this.#deps.records.readHead(id);
    if (record === undefined) return (await this.#missing(id)).status;
    const outcome = await keepEvent(this.#deps, record, name, payload, key);
    if (outcome === "waiting") await this.wake(id);
    return outcome;
  }

  /** Goes on with a job whose time has come. Throws UnknownStepError when this version cannot. */
  async wake(id: string): Promise<void> {
    const { records } = this.#deps;
    const record = await records.readHead(id);
    if (record?.status !== "waiting") return records.pauses.forget(id);
    if (record.waitsAt !== undefined) return this.#told(await endWait(this.#deps, record, record.waitsAt), id);
    if (!(await records.pauses.start(record))) return undefined;
    await faultPoint("start.recorded");
    return this.#enqueue(record.layout, record);
  }

  /** Tells the job that called this one how it ended; that is kept until that job goes on. */
  async endCall(record: JobRecord, caller: Caller): Promise<void> {
    return endCall(this.#deps, this, record, caller);
  }

  async #told(settled: Settled | undefined, id: string): Promise<void> {
    if (settled !== "completed" && settled !== "failed") return;
    const record = await this.#deps.records.read(id);
    if (record !== undefined) await this.#deps.onEnded?.(record, settled);
  }

  /**
   * Runs a failed job again from the stage that failed it, with all its attempts, keeping what is
   * done. Of a completed job whose answer could not be delivered, the delivery runs again.
   */
  async rewind(id: string): Promise<Steered> {
    const record = await this.#deps.records.read(id);
    if (record === undefined) return this.#missing(id);
    if (isUndelivered(record)) return this.#deliverAgain(record);
    const { stopped } = record;
    if (!isAllowed("rewind", record.status) || stopped === undefined) return { ok: false, status: record.status };
    const step = record.layout.steps.find(({ name }) => name === stopped);
    if (step?.kind === "map") await reopenItems(this.#deps, record, step);
    if (step?.kind === "call") await this.rewind(childOf(id, stopped));
    const baselines = freshBaselines(record, stopped, 0); // its queue entry will be a new one, too
    if (!(await this.#deps.records.reopen(record, stopped, baselines))) return this.#refused(id);
    await faultPoint("rewind.opened");
    const opened = await this.#deps.records.read(id);
    if (opened !== undefined) await requeue(this.#deps, opened);
    return { ok: true, id };
  }

  /** Starts a new job as a finished one was started. The same `cause` starts one only. */
  async restart(id: string, cause?: string): Promise<Steered> {
    const record = await this.#deps.records.read(id);
    if (record === undefined) return this.#missing(id);
    if (!isAllowed("restart", record.status)) return { ok: false, status: record.status };
    const { pipeline, input, owes, priority } = record;
    const started = await this.start(pipeline, input, {
      owes: owes && "parent" in owes ? undefined : owes, // the new one stands on its own
      priority,
      ...(cause !== undefined && { cause: restartCause(id, cause) }),
    });
    return { ok: true, id: started.id };
  }

  /**
   * Erases a job in any state: record, history, index and queue entries, media. A stage that runs
   * is aborted. `already` tells that it was purged before.
   */
  async purge(id: string): Promise<"purged" | "already" | "unknown"> {
    const record = await this.#readable(id);
    const name = record?.pipeline ?? (await this.#deps.records.pipelineOf(id));
    if (name === undefined) {
      if (!(await this.wasPurged(id))) return "unknown";
      await this.#deps.eraseTraces?.(id); // whoever purged it may have died before that
      return "already";
    }
    if (record !== undefined) await leaveCalls(this.#deps, this, record);
    if (record !== undefined) await this.#deps.eraseFirst?.(id, record);
    await this.#deps.records.purge({ id, pipeline: name });
    await faultPoint("purge.recorded");
    const layout = record?.layout ?? this.#deps.pipelines.get(name)?.layout;
    if (layout !== undefined) await unqueue(this.#deps.queues, layout, id);
    await this.#deps.eraseTraces?.(id, record);
    return "purged";
  }

  async #repeat(job: NewJob): Promise<void> {
    const record = await this.#deps.records.read(job.id);
    if (record !== undefined && !this.#deps.records.isOfRequest(record, job.pipeline, job.input)) {
      throw new ConflictError("This key already started a job with another pipeline or input");
    }
    if (record !== undefined && !isDeepStrictEqual(record.owes, job.owes)) {
      throw new ConflictError("This key already started a job with another callbackUrl, or without one");
    }
    // The first request may have died between record and queue; the job is accepted now, so it must
    // be queued now.
    if (record?.status === "pending") await this.#enqueue(record.layout, record);
  }

  /**
   * The id may have been another job's, which is forgotten: what is left of that one's entries
   * would block this one's. There is hardly ever any, so the look and the entry leave together.
   */
  async #enqueueFirst(layout: Layout, job: NewJob): Promise<void> {
    const { queues } = this.#deps;
    const [removed] = await Promise.all([removeFinished(queues, layout, job.id), this.#enqueue(layout, job)]);
    if (removed) await this.#enqueue(layout, job);
  }

  async #enqueue(layout: Layout, job: Pick<NewJob, "id" | "pipeline" | "priority">): Promise<void> {
    await this.#told(await handTo(this.#deps, job, firstSteps(layout)), job.id);
  }

  async #steer(
    id: string,
    action: Extract<JobAction, "cancel" | "suspend" | "resume">,
    then: (record: JobRecord) => Promise<void>,
  ): Promise<Steered> {
    const record = await this.#deps.records.read(id);
    if (record === undefined) return this.#missing(id);
    // Whoever dies in between leaves jobs that go on for one that stands still: nothing is stuck.
    if (action === "resume" && record.status === "suspended")
      await Promise.all(childrenOf(record).map((child) => this.resume(child)));
    if (!(await this.#deps.records.steer(record, action))) return this.#refused(id);
    await faultPoint(`${action}.recorded`);
    const now = await this.#deps.records.read(id);
    if (now !== undefined) await steerDown(this.#deps, now);
    if (now !== undefined) await then(now);
    return { ok: true, id };
  }

  async #deliverAgain({ id, status }: JobRecord): Promise<Steered> {
    const again = await this.rewind(jobIdOf(deliveryCause(id)));
    if (!again.ok) return { ok: false, status };
    await this.#deps.records.noteDelivery(id, { status: "pending", at: Date.now() });
    return { ok: true, id };
  }

  async #refused(id: string): Promise<Steered> {
    const record = await this.#deps.records.read(id);
    return record === undefined ? this.#missing(id) : { ok: false, status: record.status };
  }

  /** The record; undefined when it is damaged, too. */
  async #readable(id: string): Promise<JobRecord | undefined> {
    return this.#deps.records.read(id).catch((error: unknown) => {
      if (error instanceof DamagedRecordError) return undefined;
      throw error;
    });
  }

  async #missing(id: string): Promise<{ readonly ok: false; readonly status: "purged" | "unknown" }> {
    return { ok: false, status: (await this.wasPurged(id)) ? "purged" : "unknown" };
  }
}
