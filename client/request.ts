import { errorOf, GuchiError } from "./errors.ts";

/** How long an answer may take, in ms, besides what the server is asked to wait. */
const ANSWER_MS = 30_000;
/** The first pause before the same request is sent again, in ms; doubles each time. */
const PAUSE_MS = 500;
const MAX_PAUSE_MS = 5_000;
/** Not done, for now: safe to send again, whatever it asks for. */
const LATER = new Set([429, 503]);
/** Perhaps done: for what may be done twice. */
const UNKNOWN = new Set([408, 502, 504]);

/** Where and how to reach a gateway. */
export interface Connection {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: () => string | undefined;
  readonly fetch: typeof fetch;
}

/** How long to try, and whom to tell. */
export interface Patience {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long to try again while Guchi is away or full, in ms. */
  readonly patienceMs?: number | undefined;
  /** Told of each failure after which it is tried again, and of nothing when it worked again. */
  readonly onTrouble?: ((error: GuchiError | undefined) => void) | undefined;
}

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** How long the server is asked to wait before it answers, in seconds. */
  readonly waitSeconds?: number;
  /** Whether a second one does no harm when nobody knows of the first. */
  readonly isRepeatable: boolean;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly text: string;
}

/**
 * The answer, once it is a good one (2xx, 304). Sends the same request again while Guchi is away or
 * full. Throws GuchiError for any other answer, or when none comes in time.
 */
export async function ask(connection: Connection, request: Request, patience: Patience): Promise<Answer> {
  const { signal, patienceMs = 0, onTrouble } = patience;
  const giveUpAt = Date.now() + patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await askOnce(connection, request, signal);
      if (attempt > 0) onTrouble?.(undefined);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      const pause = error instanceof GuchiError ? (error.retryAfterMs ?? pauseMs(attempt)) : 0;
      if (!(error instanceof GuchiError) || !isPassing(error, request) || Date.now() + pause > giveUpAt) throw error;
      onTrouble?.(error);
      await sleep(pause, signal);
    }
  }
}

/** As `ask`, without trying again. */
export async function askOnce(
  connection: Connection,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const response = await send(connection, request, signal);
  const text = await response.text().catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new GuchiError("The answer broke off", { cause });
  });
  return { status: response.status, etag: response.headers.get("etag") ?? undefined, text };
}

/** What the server says, which its own schemas check. Throws GuchiError when it is not JSON. */
export async function json<Value extends object>(answer: Promise<Answer>): Promise<Value> {
  const { status, text } = await answer;
  try {
    const value: Value | null = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // told below
  }
  throw new GuchiError("What answers there does not look like Guchi", { status });
}

/**
 * Sends once. Throws GuchiError for an answer that is not good, or for none. `withinMs`: how long
 * the whole answer may take, its body too; `any` for a stream, which ends when it likes.
 */
export async function send(
  { url, key, fetch }: Connection,
  { method = "GET", path, headers = {}, body, waitSeconds = 0 }: Request,
  signal: AbortSignal | undefined,
  withinMs: number | "any" = ANSWER_MS + waitSeconds * 1_000,
): Promise<Response> {
  const given = key();
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      accept: "application/json",
      ...(given !== undefined && { authorization: `Bearer ${given}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.any([
      ...(signal === undefined ? [] : [signal]),
      ...(withinMs === "any" ? [] : [AbortSignal.timeout(withinMs)]),
    ]),
  }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new GuchiError(`Guchi does not answer at ${url}`, { cause });
  });
  if (response.ok || response.status === 304) return response;
  throw await errorOf(response);
}

/** Whether the same request may be answered well before long. */
function isPassing({ status }: GuchiError, { isRepeatable }: Request): boolean {
  if (status !== undefined && LATER.has(status)) return true;
  return isRepeatable && (status === undefined || UNKNOWN.has(status));
}

/** With jitter, so that many clients do not come back together. */
export function pauseMs(attempt: number): number {
  return Math.min(PAUSE_MS * 2 ** attempt, MAX_PAUSE_MS) * (0.5 + Math.random() / 2);
}

/** Rejects with the signal's reason when it aborts. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
