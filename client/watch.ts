import { GuchiError } from "./errors.ts";
import { askOnce, json, pauseMs, send, sleep, type Connection, type Patience } from "./request.ts";
import { readEvents, type ServerEvent } from "./server-events.ts";
import type { HistoryEntry, Job, JobProgress } from "./types.ts";

/** A stream tells of itself at once; a proxy that holds it back for this long, in ms, keeps it. */
const FIRST_BYTE_MS = 5_000;
/** The server says something every 15 s; after this silence the stream is broken, in ms. */
const SILENCE_MS = 40_000;
/** Seconds that the server is asked to wait for a change. */
const WAIT_SECONDS = 25;

/** What happens to a job. `id` is what `after` takes. */
export type WatchEvent =
  | { readonly event: "status" | "step"; readonly id: string; readonly data: HistoryEntry }
  | { readonly event: "progress"; readonly id: string; readonly data: JobProgress }
  | { readonly event: "end"; readonly id: string; readonly data: Job | Purged };

export interface Purged {
  readonly id: string;
  readonly status: "purged";
}

export interface WatchOptions extends Patience {
  /** The id of the last event seen: it goes on behind that one. */
  readonly after?: string | undefined;
}

/** There is no stream to be had, as behind some proxies: ask again and again instead. */
class NoStreamError extends Error {}

/**
 * What happens to the job until its end: live by server-sent events, and by asking again and again
 * where there is no stream. A connection that breaks is made anew, and nothing is told twice.
 * Throws GuchiError when the job is not there (any more), or when Guchi stays away.
 */
export async function* watch(connection: Connection, id: string, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const { signal, patienceMs = 0, onTrouble } = options;
  let { after = "" } = options;
  let read = fromStream;
  let lostAt: number | undefined;
  const onNews = () => {
    if (lostAt !== undefined) onTrouble?.(undefined);
    lostAt = undefined;
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      for await (const event of read(connection, id, after, signal, onNews)) {
        attempt = 0;
        after = event.id;
        yield event;
        if (event.event === "end") return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof NoStreamError) read = fromPolling;
      else if (!(error instanceof GuchiError) || isFinal(error)) throw error;
      else {
        lostAt ??= Date.now();
        if (Date.now() - lostAt > patienceMs) throw error;
        onTrouble?.(error);
        await sleep(error.retryAfterMs ?? pauseMs(attempt), signal);
      }
    }
  }
}

/** The answer says that asking again would not help. */
function isFinal({ status }: GuchiError): boolean {
  return status !== undefined && status < 500 && status !== 408 && status !== 429;
}

type Source = (
  connection: Connection,
  id: string,
  after: string,
  signal: AbortSignal | undefined,
  onNews: () => void,
) => AsyncGenerator<WatchEvent>;

const fromStream: Source = async function* stream(connection, id, after, signal, onNews) {
  const broken = new AbortController();
  let timer = setTimeout(() => broken.abort(new NoStreamError()), FIRST_BYTE_MS);
  const onBytes = () => {
    onNews();
    clearTimeout(timer);
    timer = setTimeout(() => broken.abort(), SILENCE_MS);
  };
  try {
    const headers = { accept: "text/event-stream", ...(after !== "" && { "last-event-id": after }) };
    const request = { path: `${jobPath(id)}/events`, headers, isRepeatable: true };
    const both = signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]);
    const { body, status, headers: given } = await send(connection, request, both, "any");
    if (status === 204) return yield* ended(connection, id, after, signal);
    const isStream = given.get("content-type")?.startsWith("text/event-stream") === true;
    if (!isStream || body === null) throw new NoStreamError();
    for await (const event of readEvents(body, { after, onBytes })) yield toEvent(event);
  } catch (cause) {
    if (broken.signal.reason instanceof NoStreamError) throw broken.signal.reason;
    if (cause instanceof GuchiError || cause instanceof NoStreamError) throw cause;
    throw new GuchiError("The stream broke", { cause });
  } finally {
    clearTimeout(timer);
    broken.abort();
  }
  // A clean end without the last event: the gateway stops.
  throw new GuchiError("The stream ended early");
};

/** All was seen already: the end once more. */
async function* ended(
  connection: Connection,
  id: string,
  after: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<WatchEvent> {
  const job = await json<Job>(askOnce(connection, { path: jobPath(id), isRepeatable: true }, signal));
  yield { event: "end", id: after, data: job };
}

const fromPolling: Source = async function* poll(connection, id, after, signal, onNews) {
  let told = Number.parseInt(after, 10) || 0;
  for (let tag: string | undefined; ;) {
    const waitSeconds = tag === undefined ? 0 : WAIT_SECONDS;
    const path = `${jobPath(id)}?history=true&wait=${waitSeconds}`;
    const headers = tag === undefined ? {} : { "if-none-match": tag };
    const answer = await askOnce(connection, { path, headers, waitSeconds, isRepeatable: true }, signal);
    onNews();
    if (answer.status === 304) continue;
    tag = answer.etag;
    const job = await json<Job>(Promise.resolve(answer));
    for (const entry of (job.history ?? []).slice(told)) yield entryEvent(entry, (told += 1), job);
    if (job.progress !== undefined) yield { event: "progress", id: String(told), data: job.progress };
    if (isFinished(job)) yield { event: "end", id: `${told}.end`, data: job };
  }
};

/** The event that a stream would tell of this entry; a job that has its output shows no results. */
function entryEvent(entry: HistoryEntry, number: number, job: Job): WatchEvent {
  const id = String(number);
  if (entry.event === "created") return { event: "status", id, data: { ...entry, status: "pending" } };
  if (entry.event === "status") return { event: "status", id, data: entry };
  const stage = job.stages.find(({ name }) => name === entry.step);
  const result = entry.event === "completed" ? stage?.result : undefined;
  return { event: "step", id, data: { ...entry, ...(result !== undefined && { result }) } };
}

function toEvent({ name, id, data }: ServerEvent): WatchEvent {
  if (name === "end") return { event: "end", id, data: JSON.parse(data) };
  if (name === "progress") return { event: "progress", id, data: JSON.parse(data) };
  const entry: HistoryEntry = JSON.parse(data);
  if (name === "status") return { event: "status", id, data: { ...entry, event: "status" } };
  return { event: "step", id, data: entry };
}

/** Whether the job has come to its end, well or not. */
export function isFinished({ status }: Pick<Job, "status">): boolean {
  return status === "completed" || status === "failed" || status === "canceled";
}

export function jobPath(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`;
}
