import type { JobClient } from "./client.ts";
import type { JobRecords } from "./job/records.ts";
import type { ChainLog } from "./log-codes.ts";
import { UnknownStepError } from "./step-code.ts";

/**
 * Pause between two looks at the index of due jobs, in ms. A look is some twenty small commands.
 */
export const WAKE_EVERY_MS = 500;
/** Jobs that go on at the same time. */
const AT_ONCE = 16;
/**
 * After this, in ms, this process tries a job again that it could not let go on, and after twice as
 * long each time more. Others, which may be of another version, are not kept from it.
 */
const AGAIN_MS = 10_000;
const LONGEST_AGAIN_MS = 10 * 60_000;

interface Deps {
  readonly client: Pick<JobClient, "wake">;
  readonly records: Pick<JobRecords, "pauses">;
  readonly log: ChainLog;
}

/**
 * Lets jobs go on whose time has come: those that sleep, that wait for an event in vain, or for
 * their start. Each look asks for those that are due; a job that is not due costs nothing. Several
 * processes may do this at once: each job goes on once.
 */
export class Waker {
  readonly #deps: Deps;
  /** Due jobs that could not go on here. */
  readonly #failed = new Map<string, { readonly until: number; readonly restMs: number }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** One look. */
  async pass(): Promise<void> {
    const { pauses } = this.#deps.records;
    const rested = new Map<string, number>();
    for (const [id, { until, restMs }] of this.#failed) {
      if (until > Date.now()) continue;
      this.#failed.delete(id);
      rested.set(id, restMs);
    }
    for await (const due of pauses.due(await pauses.now(), this.#failed.size)) {
      const ids = due.filter((id) => !this.#failed.has(id));
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        await Promise.all(ids.slice(at, at + AT_ONCE).map(async (id) => this.#wake(id, rested.get(id))));
      }
    }
  }

  async #wake(id: string, restedMs = 0): Promise<void> {
    const { client, log } = this.#deps;
    try {
      await client.wake(id);
    } catch (error) {
      if (error instanceof UnknownStepError) {
        const about = { code: "job.needs_other_process", job: id, reason: error.message } as const;
        log.warn(about, "waits for another process");
      } else log.error({ code: "job.stuck", job: id, err: error }, "a job could not go on");
      const restMs = Math.min(Math.max(AGAIN_MS, 2 * restedMs), LONGEST_AGAIN_MS);
      this.#failed.set(id, { until: Date.now() + restMs, restMs });
    }
  }
}
