import Type, { type Static, type TSchema } from "typebox";
import { JobView } from "../../shared/contracts/job.ts";
import { StagesView } from "../../shared/contracts/stages.ts";
import type { JobAction } from "../../shared/chain/job/actions.ts";
import { fits, parseAs, SchemaError } from "../../shared/chain/schema.ts";
import { CliError, EXIT, exitCodeOf } from "./exit.ts";
import { readEvents, type ServerEvent } from "./server-events.ts";

/** How long an answer may take, in ms, besides the time that we ask the server to wait. */
const ANSWER_MS = 30_000;
/**
 * A stream tells of itself at once and then every 15 s; without a byte for this long it is broken,
 * in ms.
 */
const SILENCE_MS = 40_000;
const FIRST_BYTE_MS = 5_000;

/** Problem details (RFC 9457), as far as we show them. */
const Problem = Type.Object({
  title: Type.String(),
  detail: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
});

/** JobPage of the contract, whose reference to Job only the API page can follow. */
const JobPage = Type.Object({ jobs: Type.Array(JobView), cursor: Type.Optional(Type.String()) });
type JobPage = Static<typeof JobPage>;

/** The server has no stream for us (a proxy in between, say): ask again and again instead. */
export class NoStreamError extends Error {
  override readonly name = "NoStreamError";
}

export interface ApiOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string | undefined;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface ListQuery {
  readonly status?: string | undefined;
  readonly pipeline?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Guchi's HTTP API. Every call throws CliError, with the exit code that fits, and checks what the
 * server says.
 */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  async start(pipeline: string, input: unknown, idempotencyKey?: string): Promise<JobView> {
    const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    const response = await this.#send("POST", "/jobs", { body: JSON.stringify({ pipeline, input }), headers });
    return this.#read(JobView, response);
  }

  async job(id: string, { history = false } = {}): Promise<JobView> {
    return this.#read(JobView, await this.#send("GET", `${path(id)}${history ? "?history=true" : ""}`));
  }

  async stages(): Promise<StagesView> {
    return this.#read(StagesView, await this.#send("GET", "/stages"));
  }

  /**
   * The job with its history once it is no longer the one that `tag` names, or undefined after
   * `seconds`.
   */
  async changed(
    id: string,
    tag: string | undefined,
    seconds: number,
  ): Promise<{ job: JobView; tag: string } | undefined> {
    const headers = tag === undefined ? {} : { "if-none-match": tag };
    const query = tag === undefined ? "history=true" : `history=true&wait=${seconds}`;
    const response = await this.#send("GET", `${path(id)}?${query}`, {
      headers,
      withinMs: ANSWER_MS + seconds * 1_000,
    });
    if (response.status === 304) return undefined;
    return { job: await this.#read(JobView, response), tag: response.headers.get("etag") ?? "" };
  }

  async list(query: ListQuery): Promise<JobPage> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return this.#read(
      JobPage,
      await this.#send("GET", `/jobs?${new URLSearchParams(Object.fromEntries(given)).toString()}`),
    );
  }

  /** The job after it was told of an event. */
  async event(id: string, name: string, says: unknown, idempotencyKey?: string): Promise<JobView> {
    const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    const more = { body: JSON.stringify(says), headers };
    return this.#read(JobView, await this.#send("POST", `${path(id)}/events/${encodeURIComponent(name)}`, more));
  }

  /** The job after the action; of a restart, the new one. */
  async act(id: string, action: JobAction): Promise<JobView> {
    return this.#read(JobView, await this.#send("POST", `${path(id)}/${action}`));
  }

  async purge(id: string): Promise<void> {
    await this.#send("DELETE", path(id));
  }

  /**
   * Events behind `after`. Ends when the server ends it. Throws NoStreamError when there is no
   * stream to be had.
   */
  async *events(id: string, after: string | undefined): AsyncGenerator<ServerEvent> {
    const controller = new AbortController();
    let timer = setTimeout(() => controller.abort(new NoStreamError("No first byte")), FIRST_BYTE_MS);
    const signal = AbortSignal.any([controller.signal, this.signal]);
    try {
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (after !== undefined) headers["last-event-id"] = after;
      const response = await this.#send("GET", `${path(id)}/events`, { headers, signal });
      if (response.status === 204) return;
      const { body } = response;
      if (!response.headers.get("content-type")?.startsWith("text/event-stream") || body === null) {
        await body?.cancel();
        throw new NoStreamError("Not a stream");
      }
      const onBytes = () => {
        clearTimeout(timer);
        timer = setTimeout(() => controller.abort(new Error("The stream is silent")), SILENCE_MS);
      };
      yield* readEvents(body, onBytes);
    } finally {
      clearTimeout(timer);
      controller.abort();
    }
  }

  async #send(method: string, path: string, more: SendOptions = {}): Promise<Response> {
    const { url, key, signal: interrupted } = this.#options;
    const headers: Record<string, string> = { accept: "application/json", ...more.headers };
    if (key !== undefined) headers["authorization"] = `Bearer ${key}`;
    if (more.body !== undefined) headers["content-type"] = "application/json";
    const signal = more.signal ?? AbortSignal.any([interrupted, AbortSignal.timeout(more.withinMs ?? ANSWER_MS)]);
    const body = more.body ?? null;
    const response = await fetch(`${url}${path}`, { method, headers, body, signal }).catch((cause: unknown) => {
      if (interrupted.aborted || cause instanceof NoStreamError) throw cause;
      throw new CliError(
        EXIT.unreachable,
        `Guchi does not answer at ${url} (${reason(cause)}); \`npm start\` starts it`,
        { cause },
      );
    });
    if (response.ok || response.status === 304) return response;
    throw new CliError(exitCodeOf(response.status), await problemLine(response));
  }

  async #read<Schema extends TSchema>(schema: Schema, response: Response): Promise<Static<Schema>> {
    try {
      return parseAs(schema, await response.json());
    } catch (cause) {
      if (this.signal.aborted) throw cause;
      const why = cause instanceof SchemaError ? cause.message : "it is not JSON";
      throw new CliError(EXIT.unreachable, `${this.#options.url} does not look like Guchi: ${why}`, { cause });
    }
  }
}

interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly withinMs?: number;
  /** In place of the time limit. */
  readonly signal?: AbortSignal;
}

function path(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`;
}

/** Why a request got no answer, without what it sent. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "timed out";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return "network failure";
}

async function problemLine(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!fits(Problem, body)) return `The server answered ${response.status}`;
  const { title, detail, errors = [] } = body;
  const fields = errors.filter((error) => error.detail !== detail).map((error) => `${error.pointer} ${error.detail}`);
  return [title, detail, fields.length === 0 ? undefined : fields.join(", ")]
    .filter((part) => part !== undefined)
    .join(": ");
}
