import { DamagedRecordError, mayOthersRead } from "./job/damaged.ts";
import { SHARDS } from "./redis/keys.ts";
import { heldEntries } from "./held.ts";
import { stagesOf } from "./pipeline.ts";
import { restoreJob, type RestoreDeps } from "./restore.ts";

/**
 * Pause after a pass, in ms. Together with SWEEP_AFTER_MS (job/open-jobs.ts) it limits how long a
 * job can be in no queue: 25 s.
 */
const PAUSE_MS = 5_000;
/**
 * To read an id and compare it costs some 1.4 µs of CPU, Redis' part included. With this much pause
 * for each, sweeping takes a twentieth of a core, however many jobs are unfinished; beyond 80,000
 * the pause grows. (Not by the clock: on a busy machine a pass takes longer and costs the same.)
 */
const PAUSE_MS_PER_ID = 0.032;
/** Jobs that are looked at one by one at the same time. */
const LOOKS_AT_ONCE = 16;
/**
 * Jobs in a queue whose records are read in one pass. A job that is in no queue, or that a worker
 * has, is always looked at; these may lack one entry of several, or have one left of a step that
 * is settled.
 */
const MAX_CHECKS = 200;

/**
 * In place of the entries' steps: the job is of a pipeline that this process does not know, and so
 * are its queues.
 */
const NOT_LOADED = "?";

/**
 * Finds the jobs that are unfinished for a while and in no queue, and puts them back. A pass reads
 * the index of open jobs and the lists of all queues once and compares them: that costs some 2.5 µs
 * a job, and nothing is written for a job that is well. Only those that are in no list, or with
 * whose entries something may be wrong, are looked at one by one (restore.ts). Several processes
 * may sweep at once: everything it does is idempotent.
 */
export class Sweeper {
  readonly #deps: RestoreDeps;
  /** The jobs that the last pass knew to be well → the steps of their entries at that time. */
  #well = new Map<string, string>();
  #pauseMs = PAUSE_MS;

  constructor(deps: RestoreDeps) {
    this.#deps = deps;
  }

  /** How long to wait before the next pass, in ms. */
  get pauseMs(): number {
    return this.#pauseMs;
  }

  /** One pass. Resolves to the number of queue entries that were put back. */
  async pass(): Promise<number> {
    // Those of jobs under way, should Redis have lost them.
    await this.#deps.records.keepLayouts([...this.#deps.pipelines.values()].map(({ layout }) => layout));
    const jobs = await this.#read();
    const suspects: [id: string, held: string][] = [];
    let checks = 0;
    for (const [id, held] of jobs) {
      const known = this.#well.get(id);
      if (held !== "" && known === held) continue;
      if (held === "" && known === NOT_LOADED) {
        jobs.set(id, NOT_LOADED);
        continue;
      }
      if (held === "" || isActive(held) || (checks += 1) <= MAX_CHECKS) suspects.push([id, held]);
      jobs.delete(id);
    }
    this.#well = jobs;
    let requeued = 0;
    for (let at = 0; at < suspects.length; at += LOOKS_AT_ONCE) {
      const looks = suspects.slice(at, at + LOOKS_AT_ONCE).map(async ([id, held]) => this.#look(id, held));
      for (const each of await Promise.all(looks)) requeued += each;
    }
    return requeued;
  }

  /**
   * The due jobs → the steps of their queue entries, such as `.a` or `.a.b`; `.a!` when a worker
   * holds one. The index is read first, so a job queued during the read does no harm.
   */
  async #read(): Promise<Map<string, string>> {
    const { records, queues, pipelines } = this.#deps;
    const jobs = new Map<string, string>();
    let entriesRead = 0;
    for (let shard = 0; shard < SHARDS; shard += 1) {
      for await (const ids of records.open.due(shard)) for (const id of ids) jobs.set(id, "");
    }
    this.#pauseMs = PAUSE_MS;
    if (jobs.size === 0) return jobs;
    for (const stage of stagesOf(pipelines)) {
      for await (const { entries, active } of heldEntries(queues.redis, queues.get(stage))) {
        entriesRead += entries.length;
        for (const entry of entries) {
          const at = entry.lastIndexOf(".");
          const id = entry.slice(0, at);
          const known = jobs.get(id);
          if (known !== undefined) jobs.set(id, `${known}${entry.slice(at)}${active ? "!" : ""}`);
        }
      }
    }
    this.#pauseMs = Math.max(PAUSE_MS, PAUSE_MS_PER_ID * (jobs.size + entriesRead));
    return jobs;
  }

  async #look(id: string, held: string): Promise<number> {
    const { log, records } = this.#deps;
    try {
      const { job, requeued } = await restoreJob(this.#deps, id, stepsOf(held));
      // What a worker has is well for now only: should that worker die at its end, the next pass
      // would see the same.
      const isWell = job === "unfinished" && requeued === 0 && held !== "" && !isActive(held);
      if (isWell) this.#well.set(id, held);
      else if (job === "not-loaded") this.#well.set(id, NOT_LOADED);
      else await records.open.postpone(id, job === "gone");
      return requeued;
    } catch (error) {
      log.error({ code: "job.not_looked_at", job: id, err: error }, "the sweep could not look at this job");
      await ((await this.#isLost(id, error)) ? records.open.abandon(id) : records.open.postpone(id, false));
      return 0;
    }
  }

  /**
   * Whether nobody will be able to read the job. One of a newer version, others can; one that does
   * not open with this DATA_KEY, others may for a while.
   */
  async #isLost(id: string, error: unknown): Promise<boolean> {
    const { records, processStartMs } = this.#deps;
    if (!(error instanceof DamagedRecordError) || error.isNewer) return false;
    return !mayOthersRead(error, await records.createdAt(id), processStartMs);
  }
}

/** One pass of a sweeper that remembers nothing. */
export async function sweep(deps: RestoreDeps): Promise<number> {
  return new Sweeper(deps).pass();
}

function isActive(held: string): boolean {
  return held.includes("!");
}

function stepsOf(held: string): ReadonlySet<string> {
  return new Set(held.replaceAll("!", "").split(".").slice(1));
}
