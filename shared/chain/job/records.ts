import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { PLAIN, type Cipher } from "../crypto/cipher.ts";
import type { DeliverySummary } from "../delivery.ts";
import type { Layout } from "../layout.ts";
import { noteErased } from "../redis/erased.ts";
import { parseAs } from "../schema.ts";
import { ALLOWED } from "./actions.ts";
import { beganEntry, endedEntry, milestones, settledState } from "./attempt.ts";
import type { Attempt, Settled, Settlement } from "./attempt.ts";
import {
  calledBackScript,
  deliveryScript,
  dropMediaScript,
  paidScript,
  purgeScript,
  reopenScript,
  steerScript,
} from "./control-scripts.ts";
import { stepField } from "./fields.ts";
import { fingerprint } from "./fingerprint.ts";
import { historyEntry } from "./history.ts";
import { keepLayout, keepLayouts } from "./layouts.ts";
import { owedText } from "./owed.ts";
import { OpenJobs, SWEEP_AFTER_MS } from "./open-jobs.ts";
import { Pauses } from "./pauses.ts";
import { JobReader, type ReaderOptions } from "./reader.ts";
import { AT_START, fieldContext, MICROS, RECORD_VERSION } from "./record.ts";
import { Created, type FirstEntries, type NewJob } from "./new-job.ts";
import type { JobRecord, RetryBaseline } from "./record.ts";
import { beginScript, createScript, noteScript, progressScript, retryScript, settleScript } from "./scripts.ts";
import { toJson } from "./to-json.ts";
import { writerKeys, type Indexed } from "./writer-keys.ts";

/**
 * The job records: what reads and writes them. Every change is atomic and lands in the job's
 * history.
 */
export class JobRecords extends JobReader {
  /** The index of open jobs, for the sweep. */
  readonly open: OpenJobs;
  readonly pauses: Pauses;
  readonly #redis: Redis;
  readonly #ttlMs: number;
  readonly #cipher: Cipher;

  /** `ttlSeconds`: how long a finished job is kept. */
  constructor(redis: Redis, options: ReaderOptions & { readonly ttlSeconds: number }) {
    const { keys, ttlSeconds, cipher = PLAIN } = options;
    super(redis, options);
    this.#redis = redis;
    this.#ttlMs = ttlSeconds * 1_000;
    this.#cipher = cipher;
    this.open = new OpenJobs(redis, keys, this.#ttlMs);
    this.pauses = new Pauses(redis, keys);
  }

  /** What stands for this request in the record: the same pipeline and input, the same text. */
  fingerprint(pipeline: string, input: unknown): string {
    return this.#cipher.fingerprint(fingerprint(pipeline, input));
  }

  /** Whether the job was started by this request, or by one like it. */
  isOfRequest({ fingerprint: kept }: Pick<JobRecord, "fingerprint">, pipeline: string, input: unknown): boolean {
    return this.#cipher.isFingerprint(kept, fingerprint(pipeline, input));
  }

  /** Keeps a layout, before the first job that begins with it. Costs a command once a process. */
  async keepLayout(layout: Layout): Promise<void> {
    await keepLayout(this.#redis, this.keys, layout);
  }

  /** Keeps these layouts and all that this process has met, even if it has kept them before. */
  async keepLayouts(layouts: readonly Layout[]): Promise<void> {
    await keepLayouts(this.#redis, this.keys, layouts);
  }

  /** Makes the record, and in the same step its queue entries. `now`: ms since the epoch. */
  async create(job: NewJob, now = Date.now(), { entries = [], old = [] }: FirstEntries = {}): Promise<Created> {
    const { id, pipeline, layout, input, owes, priority, startAt, trace } = job;
    const fields = {
      v: RECORD_VERSION,
      pipeline,
      layout: layout.hash,
      input: this.#seal(id, "input", JSON.stringify(input)),
      fingerprint: job.fingerprint,
      ...(owes !== undefined && { callback: this.#seal(id, "callback", owedText(owes)) }),
      ...(priority !== undefined && { priority }),
      ...(trace !== undefined && { trace }),
      ...(startAt !== undefined && { startAt, waits: AT_START }),
    };
    const pairs = Object.entries(fields).flat();
    const reply = await createScript(this.#redis, this.#writerKeys(job), {
      id,
      now,
      sweepAt: now + SWEEP_AFTER_MS,
      entry: historyEntry(now, "created"),
      startAt: startAt ?? "",
      pipeline,
      fields: pairs.length,
      old: old.length,
      rest: [...pairs, ...old, ...entries],
    });
    return parseAs(Created, reply);
  }

  /** Tells of an attempt that is still under way. */
  async begin(attempt: Attempt): Promise<void> {
    const { id, step, begunAt } = attempt;
    await beginScript(this.#redis, this.#writerKeys(attempt), {
      id,
      step,
      begunAt,
      milestones: milestones(attempt),
      entry: beganEntry(attempt),
      channel: this.keys.changes(id),
    });
  }

  /**
   * Records a step's result or final failure: the first one wins, and an attempt that was overtaken
   * fails nothing. Throws StageError, and has sent nothing, when the result is nothing that can be
   * kept.
   */
  async settle(attempt: Attempt, settlement: Settlement): Promise<Settled> {
    const { outcome, follows, skipped, siblings, pause, keptMs, entries = [] } = settlement;
    const { id, pipeline, step, told } = attempt;
    const now = Date.now();
    const failed = "failure" in outcome;
    const reply = await settleScript(this.#redis, this.#writerKeys(attempt), {
      id,
      step,
      now,
      field: failed ? "e" : "r",
      value: failed ? JSON.stringify(outcome.failure) : this.sealResult(id, step, outcome.result),
      milestones: milestones(attempt, now),
      follows,
      skipped: skipped.join(","),
      began: told ? "" : beganEntry(attempt),
      ended: endedEntry(attempt, now, outcome),
      ttlMs: keptMs ?? this.#ttlMs,
      callbackAt: now + SWEEP_AFTER_MS,
      channel: this.keys.changes(id),
      pause: pause ?? "",
      ownTrace: attempt.isOwnTrace === true ? (attempt.trace ?? "") : "",
      siblings: siblings.join(","),
      pipeline,
      next: entries,
    });
    return settledState(reply);
  }

  /** Notes an attempt that failed and will be tried again. */
  async noteRetry(attempt: Attempt, code: string): Promise<void> {
    const { id, step, number, told, begunAt } = attempt;
    const now = Date.now();
    const entry = historyEntry(now, "retrying", { step, attempt: number, detail: code, ms: now - begunAt });
    await retryScript(this.#redis, this.#writerKeys(attempt), {
      id,
      step,
      now,
      milestones: milestones(attempt),
      channel: this.keys.changes(id),
      entries: told ? [entry] : [beganEntry(attempt), entry],
    });
  }

  /** Notes what an attempt told of its progress, while its step is under way. */
  async noteProgress({ id, pipeline, step }: Pick<Attempt, "id" | "pipeline" | "step">, json: string): Promise<void> {
    const value = this.#seal(id, stepField("p", step), json);
    const args = { step, now: Date.now(), value, channel: this.keys.changes(id) };
    await progressScript(this.#redis, this.#writerKeys({ id, pipeline }), args);
  }

  /** Notes that the sweep put the job back into a queue. */
  async noteRequeued(job: Indexed, step: string): Promise<void> {
    const now = Date.now();
    const entry = historyEntry(now, "requeued", { step });
    await noteScript(this.#redis, this.#writerKeys(job), { now, entry, channel: this.keys.changes(job.id) });
  }

  /**
   * Counts a paid call of a provider, before it is made. `costUsd` is the estimate for this call.
   */
  async notePaid(job: Indexed, step: string, costUsd: number): Promise<void> {
    await this.#countPaid(job, step, 1, costUsd);
  }

  /** Takes a counted call of the same cost back: it is surely on no bill. */
  async noteRefund(job: Indexed, step: string, costUsd: number): Promise<void> {
    await this.#countPaid(job, step, -1, costUsd);
  }

  async #countPaid(job: Indexed, step: string, calls: 1 | -1, costUsd: number): Promise<void> {
    const micros = calls * Math.round(costUsd * MICROS);
    const args = { step, calls, micros, change: randomUUID(), channel: this.keys.changes(job.id) };
    await paidScript(this.#redis, this.#writerKeys(job), args);
  }

  /**
   * Opens a failed job again at the step that failed it; false when it is not failed there.
   * `baselines`: what does not count any more, of this step and of others of its group.
   */
  async reopen(job: Indexed, step: string, baselines: readonly RetryBaseline[]): Promise<boolean> {
    const now = Date.now();
    const { id } = job;
    const reopened = await reopenScript(this.#redis, this.#writerKeys(job), {
      id,
      step,
      now,
      entry: historyEntry(now, "reopened", { step }),
      sweepAt: now + SWEEP_AFTER_MS,
      channel: this.keys.changes(id),
      fields: baselines.flatMap(([each, base]) => [stepField("n", each), JSON.stringify(base)]),
    });
    return reopened === 1;
  }

  /** Cancels, suspends or resumes the job; false when its state forbids that. */
  async steer(job: Indexed & Pick<JobRecord, "layout">, action: keyof typeof STEERED): Promise<boolean> {
    const now = Date.now();
    const { id } = job;
    const steered = await steerScript(this.#redis, this.#writerKeys(job), {
      id,
      now,
      to: STEERED[action],
      ttlMs: this.#ttlMs,
      sweepAt: now + SWEEP_AFTER_MS,
      channel: this.keys.changes(id),
      endedChannel: this.keys.ended,
      calls: job.layout.steps.some(({ kind }) => kind === "call") ? 1 : "",
      allowed: ALLOWED[action],
    });
    return steered === "ok";
  }

  /**
   * Erases record, history and index entries; false when there is no such job. A mark stays for the
   * time to live.
   */
  async purge(job: Indexed): Promise<boolean> {
    const { id } = job;
    const channels = { channel: this.keys.changes(id), endedChannel: this.keys.ended };
    const args = { id, now: Date.now(), ttlMs: this.#ttlMs, version: RECORD_VERSION, ...channels };
    // In one burst: who dies behind the first command has sent the second.
    const [purged] = await Promise.all([
      purgeScript(this.#redis, this.#writerKeys(job), args),
      noteErased(this.#redis, this.keys),
    ]);
    return purged === 1;
  }

  /**
   * Notes that the media of a finished job are removed for want of room; false when it is not
   * finished.
   */
  async dropMedia(id: string): Promise<boolean> {
    return (await dropMediaScript(this.#redis, { record: this.keys.job(id) }, { now: Date.now() })) === 1;
  }

  /**
   * Notes that the callback of the finished job was sent, or given up, in the state of `updatedAt`.
   */
  async calledBack({ id, pipeline, updatedAt }: Indexed & Pick<JobRecord, "updatedAt">): Promise<void> {
    await calledBackScript(this.#redis, this.#writerKeys({ id, pipeline }), { id, updatedAt });
  }

  /**
   * Notes how far the finished job's answer has come on its way. What is over is not changed any
   * more, nor a job that is gone.
   */
  async noteDelivery(id: string, { status, at }: DeliverySummary): Promise<void> {
    await deliveryScript(this.#redis, { record: this.keys.job(id) }, { status, at });
  }

  /** A text as the step's result is kept. */
  sealResult(id: string, step: string, result: unknown): string {
    return this.#seal(id, stepField("r", step), toJson(result));
  }

  #writerKeys(job: Indexed) {
    return writerKeys(this.keys, job);
  }

  #seal(id: string, field: string, text: string): string {
    return this.#cipher.seal(text, fieldContext(id, field));
  }
}

const STEERED = { cancel: "canceled", suspend: "suspended", resume: "resumed" } as const;
