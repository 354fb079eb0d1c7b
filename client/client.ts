import { GuchiError, JobFailedError } from "./errors.ts";
import { ask, json, type Answer, type Connection, type Patience, type Request } from "./request.ts";
import { Schedules } from "./schedules.ts";
import type { BulkAction, HistoryEntry, Job, JobFilter, JobPage, JobProgress, Pipelines, Stages } from "./types.ts";
import { jobPath, watch, type Purged, type WatchOptions } from "./watch.ts";

export { GuchiError, JobFailedError, type Problem } from "./errors.ts";
export type { Patience } from "./request.ts";
export { isFinished, type Purged, type WatchOptions } from "./watch.ts";
export type * from "./types.ts";

/** How long calls try again while Guchi is away or full, in ms, where nothing else is said. */
const PATIENCE_MS = 60_000;

/** What a job of a pipeline takes and gives. */
export interface PipelineTypes {
  readonly input: unknown;
  readonly output: unknown;
  /** What is seen of each step's result. */
  readonly results: object;
}
type Known<P> = { readonly [Name in keyof P]: PipelineTypes };

/** A job of one pipeline. */
export interface JobOf<Types extends PipelineTypes> extends Omit<Job, "input" | "output"> {
  readonly input: Types["input"];
  readonly output?: Types["output"];
}

/** What happens to a job of one pipeline; `id` is what `after` takes. */
export type JobEvent<Types extends PipelineTypes = PipelineTypes> =
  | { readonly event: "status"; readonly id: string; readonly data: HistoryEntry }
  | { readonly event: "step"; readonly id: string; readonly data: StepData<Types["results"]> }
  | { readonly event: "progress"; readonly id: string; readonly data: JobProgress }
  | { readonly event: "end"; readonly id: string; readonly data: JobOf<Types> | Purged };

/** An entry of the history; a completed step's tells what may be seen of its result. */
type StepData<Results extends object> = {
  readonly [Step in keyof Results]: Omit<HistoryEntry, "step" | "result"> & {
    readonly step: Step;
    readonly result?: Results[Step];
  };
}[keyof Results];

export interface ClientOptions {
  /** Where the gateway is, such as `http://localhost:3000`, with the path of PUBLIC_BASE_URL. */
  readonly url: string;
  /** One of API_KEYS, or what finds it; not needed where the gateway asks for none. */
  readonly key?: string | (() => string | undefined) | undefined;
  /** Default 60,000; `Infinity`: as long as it takes. */
  readonly patienceMs?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
}

export interface StartOptions extends Patience {
  /** The same key is the same job, however often it is sent. Default: a new one for each call. */
  readonly idempotencyKey?: string | undefined;
  /** Where Guchi is to POST the finished job. */
  readonly callbackUrl?: string | undefined;
  /** When it is to begin, RFC 3339. */
  readonly startAt?: string | undefined;
  /** Instead: in so many seconds. */
  readonly delaySeconds?: number | undefined;
}

export interface ListQuery {
  /** One, or several, comma-separated. */
  readonly status?: string | undefined;
  readonly pipeline?: string | undefined;
  /** Times, RFC 3339. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** 1 to 100; default 20. */
  readonly limit?: number | undefined;
  /** From the page before. */
  readonly cursor?: string | undefined;
}

/**
 * Guchi's HTTP API, for Node and browsers: https://github.com/guchi/guchi/blob/main/docs/client.md.
 * `P` is what is known of the pipelines, by name. Every call throws GuchiError for an answer other
 * than the one asked for, and when none comes within `patienceMs`.
 */
export class GuchiClient<P extends Known<P> = Pipelines> {
  /** What is started at set times. */
  readonly schedules: Schedules;
  readonly #connection: Connection;
  readonly #patienceMs: number;

  constructor({ url, key, patienceMs = PATIENCE_MS, fetch: own = fetch }: ClientOptions) {
    const keyOf = typeof key === "function" ? key : () => key;
    // Browsers want `fetch` called as a function of the window, not of this object.
    this.#connection = { url: url.replace(/\/+$/, ""), key: keyOf, fetch: (...args) => own(...args) };
    this.#patienceMs = patienceMs;
    this.schedules = new Schedules((request, patience) => this.#ask(request, patience));
  }

  /**
   * Starts a job; it is durably queued when this resolves. Safe to repeat with the same
   * `idempotencyKey`, as this does by itself when an answer is lost.
   */
  async start<Name extends keyof P & string>(
    pipeline: Name,
    input: P[Name]["input"],
    { idempotencyKey = newKey(), callbackUrl, startAt, delaySeconds, ...patience }: StartOptions = {},
  ): Promise<JobOf<P[Name]>> {
    const headers = { "idempotency-key": idempotencyKey };
    const body = { pipeline, input, callbackUrl, startAt, delaySeconds };
    return json(this.#ask({ method: "POST", path: "/jobs", headers, body, isRepeatable: true }, patience));
  }

  /** The job as it is now; with `history`, what happened to it. */
  async get<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    { history = false, ...patience }: Patience & { readonly history?: boolean } = {},
  ): Promise<JobOf<Types>> {
    const path = `${jobPath(idOf(job))}${history ? "?history=true" : ""}`;
    return json(this.#ask({ path, isRepeatable: true }, patience));
  }

  /**
   * What happens to the job, from its beginning or behind `after`, until its end. Goes on where it
   * broke off when the connection breaks or the gateway restarts.
   */
  watch<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    options?: WatchOptions,
  ): AsyncGenerator<JobEvent<Types>>;
  watch(job: { readonly id: string } | string, options: WatchOptions = {}): AsyncGenerator {
    return watch(this.#connection, idOf(job), { patienceMs: this.#patienceMs, ...options });
  }

  /**
   * The job's output, once it is there. Throws JobFailedError when the job fails or is canceled,
   * and GuchiError with the status 410 when it is purged.
   */
  async result<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    options: Patience = {},
  ): Promise<Types["output"]> {
    for await (const { event, data } of this.watch(job, options)) {
      if (event !== "end") continue;
      if (data.status === "purged") throw new GuchiError("Gone: The job was purged", { status: 410 });
      if (!("output" in data) || data.output === undefined) throw new JobFailedError(data);
      return data.output;
    }
    throw new GuchiError("The stream ended early");
  }

  /** Tells the job of an event for which a step of that name waits, now or later. */
  async sendEvent<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    name: string,
    said: unknown = {},
    { idempotencyKey = newKey(), ...patience }: Patience & Pick<StartOptions, "idempotencyKey"> = {},
  ): Promise<JobOf<Types>> {
    const headers = { "idempotency-key": idempotencyKey };
    const more = { headers, body: said, isRepeatable: true };
    return json(this.#act(job, `events/${encodeURIComponent(name)}`, patience, more));
  }

  /** Cancels: waiting work leaves its queue, a running stage is aborted, nothing is sent. */
  async cancel<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    patience: Patience = {},
  ): Promise<JobOf<Types>> {
    return json(this.#act(job, "cancel", patience));
  }

  /** A running stage ends, and no further one begins. */
  async suspend<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    patience: Patience = {},
  ): Promise<JobOf<Types>> {
    return json(this.#act(job, "suspend", patience));
  }

  /** Goes on where the job was suspended. */
  async resume<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    patience: Patience = {},
  ): Promise<JobOf<Types>> {
    return json(this.#act(job, "resume", patience));
  }

  /** Runs again from the step that failed the job, keeping what is done. */
  async rewind<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    patience: Patience = {},
  ): Promise<JobOf<Types>> {
    return json(this.#act(job, "rewind", patience));
  }

  /** A new job with the same input; one only, with the same `idempotencyKey`. */
  async restart<Types extends PipelineTypes = P[keyof P]>(
    job: JobOf<Types> | string,
    { idempotencyKey = newKey(), ...patience }: Patience & Pick<StartOptions, "idempotencyKey"> = {},
  ): Promise<JobOf<Types>> {
    const headers = { "idempotency-key": idempotencyKey };
    return json(this.#act(job, "restart", patience, { headers, isRepeatable: true }));
  }

  /** Erases the job, its history, its queue entries and its media. */
  async purge(job: { readonly id: string } | string, patience: Patience = {}): Promise<void> {
    await this.#ask({ method: "DELETE", path: jobPath(idOf(job)), isRepeatable: true }, patience);
  }

  /** A page of the jobs that are kept, newest first. */
  async list(query: ListQuery = {}, patience: Patience = {}): Promise<JobPage> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const path = `/jobs?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
    return json(this.#ask({ path, isRepeatable: true }, patience));
  }

  /** Acts on all jobs that fit, durably: a job of its own, whose progress counts them. */
  async actOnAll(
    action: BulkAction,
    filter: JobFilter,
    { idempotencyKey = newKey(), ...patience }: Patience & Pick<StartOptions, "idempotencyKey"> = {},
  ): Promise<Job> {
    const headers = { "idempotency-key": idempotencyKey };
    return json(this.#bulk({ headers, body: { action, filter } }, patience));
  }

  /** How many jobs that would act on. */
  async countForAll(action: BulkAction, filter: JobFilter, patience: Patience = {}): Promise<number> {
    const { count } = await json<{ readonly count: number }>(
      this.#bulk({ body: { action, filter, dryRun: true } }, patience),
    );
    return count;
  }

  async #bulk(request: Pick<Request, "headers" | "body">, patience: Patience): Promise<Answer> {
    return this.#ask({ method: "POST", path: "/jobs/actions", isRepeatable: true, ...request }, patience);
  }

  /** How the stages are: live workers, and what waits for them. */
  async stages(patience: Patience = {}): Promise<Stages> {
    return json(this.#ask({ path: "/stages", isRepeatable: true }, patience));
  }

  /** Whether a first try did its work is not known when its answer is lost: then this throws. */
  async #act(
    job: { readonly id: string } | string,
    action: string,
    patience: Patience,
    more: Partial<Request> = {},
  ): Promise<Answer> {
    const path = `${jobPath(idOf(job))}/${action}`;
    return this.#ask({ method: "POST", path, isRepeatable: false, ...more }, patience);
  }

  async #ask(request: Request, patience: Patience): Promise<Answer> {
    return ask(this.#connection, request, { patienceMs: this.#patienceMs, ...patience });
  }
}

/** A new Idempotency-Key. `crypto.randomUUID` is not there on a page that came over plain http. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function idOf(job: { readonly id: string } | string): string {
  return typeof job === "string" ? job : job.id;
}
