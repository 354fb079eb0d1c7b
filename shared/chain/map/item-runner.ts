import type { Job } from "bullmq";
import { LaterError, NotLoadedError } from "../entry.ts";
import { toStageError, type StageError } from "../errors.ts";
import { faultPoint } from "../fault-points.ts";
import { goOnWithMap, repeatHandOff } from "../hand-off.ts";
import type { Attempt } from "../job/attempt.ts";
import type { ItemOutcome, ItemRecord, ItemSettled } from "../job/items.ts";
import type { Payload } from "../queues.ts";
import { isRefusedForNow } from "../redis/trouble.ts";
import { isFinal, retryDelayMs } from "../retry.ts";
import type { Runs } from "../runs.ts";
import type { Stage } from "../stage.ts";
import { UnknownStepError } from "../step-code.ts";
import { placeAfter, traceAttempt } from "../telemetry/job-spans.ts";
import { ENDED, SHUTDOWN, type StepRunner, type StepRunnerDeps, type UntilTaken } from "../step-runner.ts";

/** A queue entry of an item. */
export interface ItemWork {
  readonly job: Job<Payload>;
  readonly token: string | undefined;
  readonly id: string;
  readonly step: string;
  readonly item: number;
  readonly abort: AbortController;
}

/**
 * Works on the items of maps: runs the stage over one, records what came of it, calls the next, and
 * after the last one goes on with the job. It reads the item alone, and not the job's record.
 */
export class ItemRunner {
  readonly #stage: Stage;
  readonly #deps: StepRunnerDeps;
  readonly #runs: Runs;
  readonly #steps: StepRunner;
  readonly #untilTaken: UntilTaken;

  constructor(stage: Stage, deps: StepRunnerDeps, runs: Runs, steps: StepRunner, untilTaken: UntilTaken) {
    this.#stage = stage;
    this.#deps = deps;
    this.#runs = runs;
    this.#steps = steps;
    this.#untilTaken = untilTaken;
  }

  /**
   * One attempt of an item, if its job lets it. Resolves to what became of it, for the queue entry.
   * Throws LaterError when another attempt is due.
   */
  async attempt(work: ItemWork): Promise<string> {
    const { id, step, item } = work;
    const found = await this.#deps.records.items.read(id, step, item);
    if (found === undefined) return this.#steps.gone(work.job, id);
    if (found.settled) {
      await this.#goOn(id, step);
      return "done before";
    }
    if (found.status !== "pending" && found.status !== "running") return `the job is ${found.status}`;
    this.#knows(found, step);
    await faultPoint("stage.taken");
    const { pipeline, attempts, trace, createdAt } = found;
    const about = { id, pipeline, step, stage: this.#stage.name, number: attempts + 1, item };
    const place = placeAfter(trace, createdAt);
    return traceAttempt(this.#deps.tracer, { ...about, place, link: work.job.data.link }, (traced) =>
      this.#run(work, found, traced),
    );
  }

  /** Throws NotLoadedError or UnknownStepError when this process lacks the code. */
  #knows({ pipeline }: ItemRecord, step: string): void {
    const known = this.#deps.pipelines.get(pipeline);
    if (known === undefined) throw new NotLoadedError(pipeline);
    const code = known.steps.get(step);
    if (code?.map !== undefined && code.stage.name === this.#stage.name) return;
    throw new UnknownStepError(`This version of the pipeline "${pipeline}" has no map "${step}" over this stage`);
  }

  async #run(work: ItemWork, found: ItemRecord, traced: Pick<Attempt, "trace">): Promise<string> {
    const { job, id, step, item, abort } = work;
    const attempt = { ...this.#begin(work, found), trace: traced.trace };
    let outcome: ItemOutcome;
    try {
      const about = { input: found.input, createdAt: found.createdAt, crashes: job.stalledCounter, item };
      outcome = await this.#runs.run(attempt, about, abort);
    } catch (thrown) {
      if (abort.signal.reason === ENDED) return await this.#steps.dropped(id);
      if (abort.signal.reason === SHUTDOWN) return await this.#steps.giveBack(work);
      if (isRefusedForNow(thrown)) throw thrown; // Redis' trouble is no failure of the stage
      outcome = await this.#failure(work, attempt, toStageError(thrown));
    }
    await faultPoint("stage.ran");
    const settled = await this.#untilTaken(() => this.#settle(attempt, item, outcome, found));
    await faultPoint("item.recorded");
    this.#runs.measure(attempt, "failure" in outcome ? "failed" : "completed");
    await this.#untilTaken(() => this.#handOn(attempt, outcome, settled, found));
    if (settled === "unknown") return this.#steps.dropped(id);
    return typeof settled === "number" ? `item ${item} of ${step} is settled` : settled;
  }

  #begin({ job, id, step }: ItemWork, { pipeline, priority, attempts }: ItemRecord): Attempt {
    const begunAt = Date.now();
    return {
      id,
      pipeline,
      step,
      number: attempts + 1,
      begunAt,
      worker: this.#deps.instance,
      priority,
      queueMs: attempts === 0 ? Math.max(0, begunAt - job.timestamp) : undefined,
      told: true,
    };
  }

  /** The final failure of an item. Throws LaterError instead when another attempt is due. */
  async #failure({ id, step, item }: ItemWork, attempt: Attempt, error: StageError): Promise<ItemOutcome> {
    this.#runs.failed(attempt, error);
    const { code, message } = error;
    if (isFinal(this.#stage.retry, error, attempt.number)) return { failure: { code, message, stalls: 0 } };
    await this.#deps.records.items.noteRetry(id, step, item);
    this.#runs.measure(attempt, "retrying");
    throw new LaterError(message, retryDelayMs(this.#stage.retry, attempt.number, error.retryAfterMs), attempt.trace);
  }

  async #settle(attempt: Attempt, item: number, outcome: ItemOutcome, { map }: ItemRecord): Promise<ItemSettled> {
    return this.#deps.records.items.settle(attempt, attempt.step, item, outcome, map);
  }

  /** Calls the next item; goes on with the job where there is none, or this one failed it. */
  async #handOn(attempt: Attempt, outcome: ItemOutcome, settled: ItemSettled, { map }: ItemRecord): Promise<void> {
    if (settled === "closed" || settled === "unknown" || settled === "kept") return;
    const fails = "failure" in outcome && map.onError === "fail";
    if (settled === "lost" || settled === map.total || fails) return this.#goOn(attempt.id, attempt.step);
    const next = settled - 1 + map.concurrency;
    if (next < map.total)
      await this.#deps.queues.addItems(attempt, { name: attempt.step, stage: this.#stage.name }, [next]);
  }

  /** Looks after the map as a whole: after its last item, and where a process may have died. */
  async #goOn(id: string, name: string): Promise<void> {
    const record = await this.#deps.records.readHead(id);
    const step = record?.layout.steps.find((each) => each.name === name);
    if (record === undefined || step === undefined) return;
    if (record.status !== "pending" && record.status !== "running") return;
    if (record.step(name).result !== undefined || record.step(name).failure !== undefined) {
      return repeatHandOff(this.#deps, await this.#deps.records.read(id));
    }
    const settled = await goOnWithMap(this.#deps, record, step);
    if (settled === "completed" || settled === "failed") await this.#steps.finished(record, settled, name);
  }
}
