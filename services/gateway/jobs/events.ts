import { Readable } from "node:stream";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { JobWatch, Watching } from "@guchi/chain/watch.ts";
import { isFinished } from "@guchi/chain/job/actions.ts";
import type { HistoryEntry } from "@guchi/chain/job/history.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { JobEvent, JobView } from "@guchi/contracts/job.ts";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { Counts } from "../connections/counts.ts";
import { ProblemError } from "../http/problem.ts";
import { abortedWith } from "./aborted.ts";
import { isDamaged, type ShowDamaged } from "./damaged.ts";
import { missing, pipelineOf } from "./lookup.ts";
import { apiProblems, JobId, SECURED } from "./headers.ts";
import { shownResult } from "./shown-result.ts";
import { viewEntry, viewJob, type Urls } from "./view.ts";

/**
 * How often a stream without news says that it lives, in ms: below the idle time-outs of common
 * proxies.
 */
const HEARTBEAT_MS = 15_000;
/** After this a client whose stream broke comes again, in ms. */
const RECONNECT_MS = 2_000;
/**
 * Most streams of one caller at a time: of an API key, or of all where there are none. Each costs
 * about 50 KB.
 */
export const MAX_STREAMS = 500;

interface Options {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly watch: JobWatch;
  readonly urls: (request: FastifyRequest) => Urls;
  readonly showDamaged: ShowDamaged;
}

/**
 * What a client has seen: so many history entries and, `ended`, the last event of a finished job.
 */
interface Seen {
  readonly entries: number;
  readonly ended: boolean;
}

const Headers = Type.Object({
  "last-event-id": Type.Optional(
    Type.String({ description: "The id of the last event seen; the stream continues after it." }),
  ),
});

const ABOUT = `Server-sent events: the history so far, then each change as it happens.

- \`status\`: \`{at, status}\`, the job's new status.
- \`step\`: an entry of the job's history, as in \`?history=true\`. That of a completed step adds \`result\`: what may be seen of it, such
  as what she says while her picture is drawn.
- \`progress\`: \`{step, …}\`, how far the step under way has come; without an id, the latest one only.
- \`end\`: the whole job, when it is finished, or \`{id, status: "purged"}\`. Then the stream ends.

Each event's id is the number of its history entry; the id of \`end\` adds \`.end\`. Reconnect with the last id as Last-Event-ID:
no event is lost or repeated. After \`end\` the answer is 204, for a purged job 410; both stop an EventSource.
A comment is sent every 15 seconds; \`retry\` is 2 seconds.`;

const SCHEMA = {
  operationId: "watchJob",
  summary: "Every change of a job as it happens",
  description: ABOUT,
  tags: ["jobs"],
  ...SECURED,
  params: JobId,
  headers: Headers,
  response: {
    200: {
      description: "The stream: such events, one after the other, each one's `data` as JSON",
      content: {
        "text/event-stream": {
          schema: Type.Unsafe<JobEvent>({ $ref: "JobEvent#" }),
        },
      },
    },
    204: Type.Null({ description: "The job is finished and all its events were seen" }),
    ...apiProblems(400, 404, 410),
  },
};

/**
 * `GET /jobs/{id}/events`: the job's history as server-sent events, live.
 * https://html.spec.whatwg.org/#server-sent-events
 */
export const eventRoutes: FastifyPluginCallbackTypebox<Options> = (app, options, done) => {
  const streams = new Counts(MAX_STREAMS);
  app.get("/jobs/:id/events", { schema: SCHEMA }, async (request, reply) => {
    const seen = parseLastEventId(request.headers["last-event-id"]);
    const { id } = request.params;
    const { signal } = abortedWith(reply);
    const { caller } = request;
    if (!streams.add(caller)) throw tooMany();
    if (signal.aborted) streams.remove(caller);
    else signal.addEventListener("abort", () => streams.remove(caller), { once: true });
    const watching = await options.watch.watch(id);
    // The stream stops it too, but one whose client has left by the time of `send` never begins.
    signal.addEventListener("abort", () => watching.stop(), { once: true });
    if (signal.aborted) watching.stop();
    const look: LookUp = (reader = watching) => lookAt(options, request, id, reader);
    let first: Look | undefined;
    try {
      first = await look();
      if (first === undefined) throw await missing(options.client, id);
      const known = seen.entries === 0 ? 0 : (await options.client.history(id)).length;
      if (seen.entries > known) throw notOfThisStream();
      if (seen.ended && known > 0 && seen.entries === known && isFinished(first.job.status)) {
        watching.stop();
        return await reply.code(204).send(null);
      }
    } catch (error) {
      watching.stop();
      throw error;
    }
    const stream = Readable.from(tell(options, seen, first, look, watching, signal));
    return reply
      .headers({ "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" })
      .send(stream as never); // the schema tells of the text, the answer is a stream of it
  });
  done();
};

/** A job at one moment. */
interface Look {
  readonly job: JobView;
  /** None of a damaged job. */
  readonly record?: JobRecord;
  /** What may be seen of the step's result. */
  readonly result: (step: string) => object | undefined;
}

/** Reads the record by itself, for all who watch. */
type Reader = Pick<Watching, "record">;
type LookUp = (reader?: Reader) => Promise<Look | undefined>;

/** Asks Redis, whatever others who watch were told. */
const ANEW: Reader = { record: (read) => read() };

/** The job as it is now, a damaged one too; undefined when it is gone. */
async function lookAt(
  { client, pipelines, urls, showDamaged }: Options,
  request: FastifyRequest,
  id: string,
  reader: Reader,
): Promise<Look | undefined> {
  try {
    const record = await reader.record(() => client.find(id));
    if (record === undefined) return undefined;
    const pipeline = pipelineOf(pipelines, record);
    const reach = urls(request);
    const steps = new Map(record.layout.steps.map((step) => [step.name, step]));
    const result = (name: string) => {
      const step = steps.get(name);
      return step && shownResult(pipeline, record, step, reach);
    };
    return { job: viewJob(pipeline, record, reach), record, result };
  } catch (error) {
    return { job: await showDamaged(request, id)(error), result: () => undefined };
  }
}

/**
 * The text of the stream, from what was seen to the job's end. `first` is the job as it is, `look`
 * tells of it later.
 */
async function* tell(
  { client, watch }: Options,
  seen: Seen,
  first: Look,
  look: LookUp,
  watching: Watching,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    yield `retry: ${RECONNECT_MS}\n\n`;
    let told = seen.entries;
    let progress = "";
    for (let now: Look | undefined = first; ; now = await look()) {
      if (now === undefined) {
        yield event("end", `${told}.end`, { id: first.job.id, status: "purged" });
        return;
      }
      const { job } = now;
      const entries = await client.history(job.id, told);
      const { result } = (isBehind(now, entries) ? await look(ANEW) : now) ?? now;
      for (const entry of entries) {
        told += 1;
        if (entry !== undefined) yield entryEvent(entry, told, result);
      }
      if (isDamaged(job) || isLast(job, entries)) {
        yield event("end", `${told}.end`, job);
        return;
      }
      const further = progressEvent(job);
      if (further !== progress) yield (progress = further);
      const changed = await watching.next(HEARTBEAT_MS);
      if (signal.aborted || watch.closed) return; // the client comes again, to another gateway
      if (!changed) yield ":\n\n";
    }
  } finally {
    watching.stop();
  }
}

/**
 * Whether the job is finished and was not opened again between the look at it and the one at its
 * history.
 */
function isLast({ status }: JobView, entries: readonly (HistoryEntry | undefined)[]): boolean {
  const last = entries.at(-1);
  return isFinished(status) && (last === undefined || (last[1] === "status" && last[4] === status));
}

/** Whether the history, which is read after the record, tells of a result that the record lacks. */
function isBehind({ record }: Look, entries: readonly (HistoryEntry | undefined)[]): boolean {
  if (record === undefined) return false;
  return entries.some((entry) => entry?.[1] === "completed" && record.step(entry[2]).result === undefined);
}

/** Without an id: a client that comes again is told of the latest anyway. */
function progressEvent({ progress }: JobView): string {
  return progress === undefined ? "" : `event: progress\ndata: ${JSON.stringify(progress)}\n\n`;
}

function entryEvent(entry: HistoryEntry, number: number, resultOf: Look["result"]): string {
  const view = viewEntry(entry);
  if (entry[1] === "created") return event("status", String(number), { at: view.at, status: "pending" });
  if (entry[1] === "status") return event("status", String(number), { at: view.at, status: view.status });
  const result = entry[1] === "completed" ? resultOf(entry[2]) : undefined;
  return event("step", String(number), { ...view, ...(result !== undefined && { result }) });
}

function event(name: string, id: string, data: unknown): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

function parseLastEventId(text: string | undefined): Seen {
  if (text === undefined || text === "") return { entries: 0, ended: false };
  const [, entries, ended] = /^(\d{1,9})(\.end)?$/.exec(text) ?? [];
  if (entries === undefined) throw notOfThisStream();
  return { entries: Number(entries), ended: ended !== undefined };
}

function tooMany(): ProblemError {
  const headers = { "retry-after": "10" };
  return new ProblemError("too-many-requests", `At most ${MAX_STREAMS} event streams may be open at a time`, {
    headers,
  });
}

function notOfThisStream(): ProblemError {
  return new ProblemError("invalid-request", "Last-Event-ID is not an event id of this job");
}
