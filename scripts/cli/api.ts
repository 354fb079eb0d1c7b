import { GuchiClient, GuchiError, type JobEvent, type ListQuery, type PipelineTypes } from "../../client/client.ts";
import Type, { type Static, type TSchema } from "typebox";
import { BulkCount, type BulkRequest } from "../../shared/contracts/bulk.ts";
import { JobView } from "../../shared/contracts/job.ts";
import { ScheduleView } from "../../shared/contracts/schedule.ts";
import { StagesView } from "../../shared/contracts/stages.ts";
import type { JobAction } from "../../shared/chain/job/actions.ts";
import type { ScheduleSpec } from "../../shared/chain/schedule/schedule.ts";
import { parseAs, SchemaError } from "../../shared/chain/schema.ts";
import { CliError, EXIT, exitCodeOf } from "./exit.ts";

/**
 * How long Guchi may be away (a restart) while a job is followed, in ms. The job itself goes on.
 */
const AWAY_MS = 60_000;
/** How long a look at a URL may take, in ms. */
const LOOK_MS = 10_000;

/** JobPage of the contract, whose reference to Job only the API page can follow. */
const JobPage = Type.Object({ jobs: Type.Array(JobView), cursor: Type.Optional(Type.String()) });
type JobPage = Static<typeof JobPage>;

export interface ApiOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string | undefined;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Guchi's HTTP API for one command. Every call throws CliError, with the exit code that fits, and
 * checks what the server says.
 */
export class Api {
  readonly signal: AbortSignal;
  readonly #url: string;
  readonly #client: GuchiClient<Readonly<Record<string, PipelineTypes>>>;

  constructor({ url, key, signal }: ApiOptions) {
    this.#url = url;
    this.signal = signal;
    // Whoever types a command wants to know at once.
    this.#client = new GuchiClient({ url, key, patienceMs: 0 });
  }

  async start(pipeline: string, input: unknown, idempotencyKey?: string): Promise<JobView> {
    return this.#ask(JobView, this.#client.start(pipeline, input, { idempotencyKey, signal: this.signal }));
  }

  async job(id: string, { history = false } = {}): Promise<JobView> {
    return this.#ask(JobView, this.#client.get(id, { history, signal: this.signal }));
  }

  async stages(): Promise<StagesView> {
    return this.#ask(StagesView, this.#client.stages({ signal: this.signal }));
  }

  /** Whether this Guchi can accept work, and why not. */
  async ready(): Promise<{ readonly ok: boolean; readonly text: string }> {
    const status = await this.statusOf("/readyz");
    const text = status === 200 ? "takes writes" : `takes no writes (/readyz answers ${status})`;
    return { ok: status === 200, text };
  }

  /** What a GET of the URL answers; a path is one of this Guchi. Asks for the first byte only. */
  async statusOf(url: string): Promise<number> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(LOOK_MS)]);
    const target = URL.parse(url, this.#url);
    if (target === null) throw new CliError(EXIT.unreachable, `${url} is no URL`);
    const response = await fetch(target, { headers: { range: "bytes=0-0" }, signal }).catch((cause: unknown) => {
      if (this.signal.aborted) throw cause;
      throw new CliError(EXIT.unreachable, `${target.origin} does not answer (${reason(cause)})`, { cause });
    });
    await response.body?.cancel();
    return response.status;
  }

  async list(query: ListQuery): Promise<JobPage> {
    return this.#ask(JobPage, this.#client.list(query, { signal: this.signal }));
  }

  /** The job after it was told of an event. */
  async event(id: string, name: string, says: unknown, idempotencyKey?: string): Promise<JobView> {
    return this.#ask(JobView, this.#client.sendEvent(id, name, says, { idempotencyKey, signal: this.signal }));
  }

  async schedules(): Promise<readonly ScheduleView[]> {
    return this.#ask(Type.Array(ScheduleView), this.#client.schedules.list({ signal: this.signal }));
  }

  async schedule(name: string): Promise<ScheduleView> {
    return this.#ask(ScheduleView, this.#client.schedules.get(name, { signal: this.signal }));
  }

  async putSchedule(name: string, spec: ScheduleSpec): Promise<ScheduleView> {
    return this.#ask(ScheduleView, this.#client.schedules.put(name, spec, { signal: this.signal }));
  }

  /** The job that it started. */
  async runSchedule(name: string, idempotencyKey?: string): Promise<JobView> {
    return this.#ask(JobView, this.#client.schedules.run(name, { idempotencyKey, signal: this.signal }));
  }

  async removeSchedule(name: string): Promise<void> {
    await this.#client.schedules.remove(name, { signal: this.signal }).catch((error: unknown) => this.#fail(error));
  }

  /** The job after the action; of a restart, the new one. */
  async act(id: string, action: JobAction): Promise<JobView> {
    return this.#ask(JobView, this.#client[action](id, { signal: this.signal }));
  }

  /** The job that acts on all that fit the filter. */
  async bulk({ action, filter }: BulkRequest): Promise<JobView> {
    return this.#ask(JobView, this.#client.actOnAll(action, filter, { signal: this.signal }));
  }

  /** How many jobs that would be. */
  async bulkCount({ action, filter }: BulkRequest): Promise<BulkCount> {
    const count = this.#client.countForAll(action, filter, { signal: this.signal });
    return this.#ask(
      BulkCount,
      count.then((jobs) => ({ count: jobs })),
    );
  }

  async purge(id: string): Promise<void> {
    await this.#client.purge(id, { signal: this.signal }).catch((error: unknown) => this.#fail(error));
  }

  /** What happens to the job, until its end, over connections that break. */
  async *watch(id: string): AsyncGenerator<JobEvent> {
    try {
      yield* this.#client.watch(id, { signal: this.signal, patienceMs: AWAY_MS });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #ask<Schema extends TSchema>(schema: Schema, asked: Promise<unknown>): Promise<Static<Schema>> {
    const answer = await asked.catch((error: unknown) => this.#fail(error));
    try {
      return parseAs(schema, answer);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      throw new CliError(EXIT.unreachable, `${this.#url} does not look like Guchi: ${error.message}`, { cause: error });
    }
  }

  /** Throws what the user is told. */
  #fail(error: unknown): never {
    if (this.signal.aborted || !(error instanceof GuchiError)) throw error;
    const { status, message, cause, problem } = error;
    if (status === undefined) {
      const why = `Guchi does not answer at ${this.#url} (${reason(cause)}); \`npm start\` starts it`;
      throw new CliError(EXIT.unreachable, why, { cause: error });
    }
    const isGuchi = status >= 300 || problem !== undefined;
    if (!isGuchi) {
      throw new CliError(EXIT.unreachable, `${this.#url} does not look like Guchi: it is not JSON`, { cause: error });
    }
    throw new CliError(exitCodeOf(status), message, { cause: error });
  }
}

/** Why a request got no answer, without what it sent. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "timed out";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return "network failure";
}
