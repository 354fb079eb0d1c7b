import { setTimeout as sleep } from "node:timers/promises";
import Type from "typebox";
import { HistoryView, JobView } from "../../shared/contracts/job.ts";
import { isFinished } from "../../shared/chain/job/actions.ts";
import { JobStatus } from "../../shared/chain/job/record.ts";
import { fits, parseAs } from "../../shared/chain/schema.ts";
import { NoStreamError, type Api } from "./api.ts";
import { CliError, EXIT } from "./exit.ts";
import type { ServerEvent } from "./server-events.ts";

/**
 * How long Guchi may be away (a restart) while a job is followed, in ms. The job itself goes on.
 */
const AWAY_MS = 60_000;
const RECONNECT_MS = 1_000;
/** Seconds that the server is asked to wait for a change. */
const WAIT_SECONDS = 25;

const StatusEvent = Type.Object({ at: Type.String(), status: JobStatus });
const Purged = Type.Object({ status: Type.Literal("purged") });

/**
 * What happens to the job, from its beginning, until it is finished; returns the finished job. Live
 * by server-sent events, and by asking again and again where there is no stream. A connection that
 * breaks is made anew and nothing is told twice. Throws CliError when the job is not there (any
 * more), or when Guchi stays away.
 */
export async function* follow(api: Api, id: string): AsyncGenerator<HistoryView, JobView> {
  let seen = 0; // entries of the history that were told
  let streams = true;
  let awaySince: number | undefined;
  for (;;) {
    try {
      const source = streams ? fromStream(api, id, seen) : fromPolling(api, id, seen);
      for (let next = await source.next(); ; next = await source.next()) {
        awaySince = undefined;
        if (next.done === true) return next.value;
        seen = next.value.number;
        yield next.value.entry;
      }
    } catch (error) {
      if (api.signal.aborted) throw error;
      if (error instanceof NoStreamError) streams = false;
      else if (error instanceof CliError && error.code !== EXIT.unreachable) throw error;
      else {
        awaySince ??= Date.now();
        if (Date.now() - awaySince > AWAY_MS) throw lost(id, error);
        await sleep(RECONNECT_MS, undefined, { signal: api.signal });
      }
    }
  }
}

function lost(id: string, cause: unknown): CliError {
  if (cause instanceof CliError) return cause;
  return new CliError(EXIT.unreachable, `The connection to Guchi keeps breaking; the job is ${id}`, { cause });
}

/** A history entry, and how many there are up to it. */
interface Numbered {
  readonly number: number;
  readonly entry: HistoryView;
}

async function* fromStream(api: Api, id: string, seen: number): AsyncGenerator<Numbered, JobView> {
  for await (const event of api.events(id, seen === 0 ? undefined : String(seen))) {
    if (event.name === "progress") continue; // what is told of a job stays on the screen
    const data: unknown = JSON.parse(event.data);
    if (event.name !== "end") yield { number: Number(event.id), entry: toEntry(event, data) };
    else if (fits(Purged, data)) throw new CliError(EXIT.notFound, "Gone: The job was purged");
    else return parseAs(JobView, data);
  }
  const job = await api.job(id); // a clean end without the event: the gateway stops, or all was seen
  if (isFinished(job.status)) return job;
  throw new Error("The stream ended early");
}

async function* fromPolling(api: Api, id: string, seen: number): AsyncGenerator<Numbered, JobView> {
  let tag: string | undefined;
  for (let told = seen; ;) {
    const changed = await api.changed(id, tag, WAIT_SECONDS);
    if (changed === undefined) continue;
    tag = changed.tag;
    const { job } = changed;
    for (const entry of (job.history ?? []).slice(told)) {
      told += 1;
      yield { number: told, entry };
    }
    if (isFinished(job.status)) return job;
  }
}

function toEntry({ name }: ServerEvent, data: unknown): HistoryView {
  if (name !== "status") return parseAs(HistoryView, data);
  return { ...parseAs(StatusEvent, data), event: "status" };
}
