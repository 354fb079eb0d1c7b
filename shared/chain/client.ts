import { isDeepStrictEqual } from "node:util";
import { v7 as newUuid } from "uuid";
import { childOf, childrenOf } from "./call/call.ts";
import { steerDown } from "./call/children.ts";
import { endCall } from "./call/tell.ts";
import { ConflictError, orConflict, UnknownPipelineError } from "./client-errors.ts";
import { deliveryCause } from "./delivery.ts";
import { isAllowed, isUndelivered, type JobAction } from "./job/actions.ts";
import type { HistoryEntry } from "./job/history.ts";
import { jobIdOf, restartCause } from "./job/id.ts";
import type { Settled } from "./job/attempt.ts";
import { newRecord, type NewJob } from "./job/new-job.ts";
import { tellFailed, tellJob } from "./job/tell.ts";
import type { Caller } from "./job/owed.ts";
import type { JobRecord } from "./job/record.ts";
import type { Pipeline } from "./pipeline.ts";
import { faultPoint } from "./fault-points.ts";
import { confirmed, type ClientDeps } from "./client-deps.ts";
import { endWait, keepEvent, type EventOutcome } from "./event.ts";
import { handTo } from "./hand-off.ts";
import { firstSteps, isQueued, type Layout } from "./layout.ts";
import { parseAs } from "./schema.ts";
import type { Started, StartOptions } from "./start-options.ts";
import { reopenItems } from "./map/fill.ts";
import { purge, type Purged } from "./purge.ts";
import { requeue } from "./requeue.ts";
import type { Steered } from "./steered.ts";
import { enqueueOverOld, unqueue } from "./unqueue.ts";
import { freshBaselines } from "./retry.ts";
import { traceStart } from "./telemetry/job-spans.ts";

export { ConflictError, UnknownPipelineError };

/** Starts jobs, finds them, and steers them. */
export class JobClient {
  readonly #deps: ClientDeps;
  constructor(deps: ClientDeps) {
    this.#deps = deps;
  }

  /**
   * Starts a job, durably: when this resolves, the job is recorded and queued, or was before.
   * Throws UnknownPipelineError, SchemaError for a bad input, ConflictError for a cause that
   * started another job, NotReplicatedError, and what ioredis throws when Redis is away. A cause
   * whose job was purged starts nothing.
   *
   * Record, index of open jobs and queue are written in one step and round trip to Redis. Where
   * that is not possible (`Queues.entries`), or an earlier job of this cause left a finished entry,
   * the queue comes after it: a process that dies in between leaves an open job in no queue, which
   * the sweep finds.
   */
  async start(name: string, input: unknown, options: StartOptions = {}): Promise<Started> {
    const pipeline = this.#deps.pipelines.get(name);
    if (pipeline === undefined) throw new UnknownPipelineError(`There is no pipeline "${name}"`);
    return traceStart(this.#deps.tracer, name, options.trace, (trace) =>
      this.#start(pipeline, input, { ...options, trace }),
    );
  }

  async #start(
    pipeline: Pipeline,
    input: unknown,
    { cause, owes, priority, startAt: at = 0, trace }: StartOptions,
  ): Promise<Started> {
    const { name, layout } = pipeline;
    const checked: unknown = parseAs(pipeline.input, input);
    const id = cause === undefined ? newUuid() : jobIdOf(cause);
    const fingerprint = this.#deps.records.fingerprint(name, checked);
    const now = Date.now();
    const startAt = at > now ? at : undefined;
    const job = { id, pipeline: name, layout, input: checked, fingerprint, owes, priority, startAt, trace };
    // What another request started under this id is waited for, too: it is what the caller goes by.
    const begun = await confirmed(this.#deps, id, async () =>
      this.#begin(job, now, cause === undefined).catch(orConflict),
    );
    if (begun instanceof ConflictError) throw begun;
    return begun;
  }

  async #begin(job: NewJob, now: number, isNew: boolean): Promise<Started> {
    const { records, queues } = this.#deps;
    const { id, layout, startAt } = job;
    await records.keepLayout(layout);
    await faultPoint("accept.begun");
    const first = startAt === undefined ? queues.entries(job, firstSteps(layout)) : undefined;
    const old = isNew ? [] : queues.entryKeys(layout, id); // a new id's entries are in nobody's way
    const [made] = await queues.inOneStep(first, async (entries) =>
      records.create(job, now, entries === undefined ? {} : { entries, old }),
    );
    // A new id's record is ours, also where a script made it that was refused for its entries.
    const created = isNew || made !== "known";
    const enqueue = async () => this.#enqueue(layout, job);
    if (made !== "queued") await faultPoint("accept.recorded");
    if (!created) await this.#repeat(job);
    else if (made !== "queued" && startAt === undefined)
      await (isNew ? enqueue() : enqueueOverOld(queues, job, enqueue));
    await faultPoint("accept.queued");
    if (!created) return { id, created };
    tellJob(this.#deps, job, "accepted", startAt === undefined ? {} : { startAt });
    this.#deps.onStarted?.(job.pipeline);
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
      tellJob(this.#deps, record, "canceled");
      await this.#deps.onEnded?.(record, "canceled");
    });
  }

  /** Parks an unfinished job: a stage that runs ends and is recorded; none after it begins. */
  async suspend(id: string): Promise<Steered> {
    return this.#steer(id, "suspend", async (record) => {
      await unqueue(this.#deps.queues, record.layout, id);
      tellJob(this.#deps, record, "suspended");
    });
  }

  /** Goes on with a suspended job where it stopped. */
  async resume(id: string): Promise<Steered> {
    return this.#steer(id, "resume", async (record) => {
      await requeue(this.#deps, record);
      tellJob(this.#deps, record, "resumed");
    });
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
    const outcome = await confirmed(this.#deps, id, async () => keepEvent(this.#deps, record, name, payload, key));
    if (outcome === "waiting") await this.wake(id);
    return outcome;
  }

  /** Goes on with a job whose time has come. Throws UnknownStepError when this version cannot. */
  async wake(id: string): Promise<void> {
    const { records } = this.#deps;
    const record = await records.readHead(id);
    if (record?.status !== "waiting") return records.pauses.forget(id);
    if (record.waitsAt !== undefined) return this.#goOn(record, record.waitsAt);
    if (!(await records.pauses.start(record))) return undefined;
    await faultPoint("start.recorded");
    tellJob(this.#deps, record, "continued");
    return this.#enqueue(record.layout, record);
  }

  /** Tells the job that called this one how it ended; that is kept until that job goes on. */
  async endCall(record: JobRecord, caller: Caller): Promise<void> {
    return endCall(this.#deps, this, record, caller);
  }

  async #goOn(record: JobRecord, step: string): Promise<void> {
    const settled = await endWait(this.#deps, record, step);
    if (settled === "go") tellJob(this.#deps, record, "continued", { step });
    return this.#told(settled, record.id);
  }

  async #told(settled: Settled | undefined, id: string): Promise<void> {
    if (settled !== "completed" && settled !== "failed") return;
    const record = await this.#deps.records.read(id);
    if (record === undefined) return;
    const { stopped = "" } = record;
    if (settled === "completed") tellJob(this.#deps, record, settled);
    else tellFailed(this.#deps, record, stopped, record.step(stopped).failure?.code);
    await this.#deps.onEnded?.(record, settled);
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
    const reopened = await confirmed(this.#deps, id, async () => this.#deps.records.reopen(record, stopped, baselines));
    if (!reopened) return this.#refused(id);
    await faultPoint("rewind.opened");
    const opened = await this.#deps.records.read(id);
    if (opened !== undefined) await requeue(this.#deps, opened);
    tellJob(this.#deps, record, "rewound", { step: stopped });
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
  async purge(id: string): Promise<Purged> {
    return purge(this.#deps, this, id);
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
    if (record?.status !== "pending") return;
    await enqueueOverOld(this.#deps.queues, record, async () => this.#enqueue(record.layout, record));
  }

  async #enqueue(layout: Layout, job: Pick<NewJob, "id" | "pipeline" | "priority" | "trace">): Promise<void> {
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
    if (!(await confirmed(this.#deps, id, async () => this.#deps.records.steer(record, action))))
      return this.#refused(id);
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

  async #missing(id: string): Promise<{ readonly ok: false; readonly status: "purged" | "unknown" }> {
    return { ok: false, status: (await this.wasPurged(id)) ? "purged" : "unknown" };
  }
}
