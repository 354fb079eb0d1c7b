import { setTimeout as sleep } from "node:timers/promises";
import { isRefusedForNow } from "./redis/trouble.ts";
import { Worker, type Job, type Processor, type WorkerOptions } from "bullmq";

/**
 * Pause after Redis refused a command, before it is asked again, in ms. As long as the longest one
 * between two tries to connect.
 */
export const REFUSED_PAUSE_MS = 1_000;

/**
 * BullMQ's worker, with a pause after each refusal: when Redis answers its question for the next
 * job with an error (it is read-only, full, a permission is missing), BullMQ 6.7 asks again at
 * once, or after 100 ms, without end.
 */
export class PacedWorker<Data, Result> extends Worker<Data, Result> {
  readonly #closing = new AbortController();

  constructor(name: string, processor: Processor<Data, Result>, options: WorkerOptions) {
    super(name, processor, options);
    this.on("closing", () => this.#closing.abort());
  }

  protected override async moveToActive(token: string, name?: string): Promise<Job<Data, Result>> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await this.pauseAfterRefusal();
      throw error;
    }
  }

  /**
   * An entry whose end Redis refused is not failed: BullMQ would, with the refusal as its reason,
   * as soon as Redis takes that (a failover is over). It is left, and found stalled when its lock
   * ends.
   */
  protected override async handleFailed(
    ...args: Parameters<Worker<Data, Result>["handleFailed"]>
  ): Promise<Job<Data, Result>> {
    const [error] = args;
    if (!isRefusedForNow(error)) return super.handleFailed(...args);
    await this.pauseAfterRefusal();
    throw error;
  }

  /** BullMQ calls it without a time after the blocking call was refused. */
  override async delay(...[ms, abort]: Parameters<Worker["delay"]>): Promise<void> {
    await (ms === undefined ? this.pauseAfterRefusal() : super.delay(ms, abort));
  }

  /** Ends sooner when the worker closes. */
  async pauseAfterRefusal(): Promise<void> {
    await sleep(REFUSED_PAUSE_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}
