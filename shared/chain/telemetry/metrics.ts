import type { Redis } from "ioredis";
import { SECONDS_BUCKETS, type Counter, type Histogram, type Labels } from "./metric.ts";
import { seriesField, type Series } from "./series.ts";

/** How often counts go to Redis, in ms. A process that is killed loses what it counted since. */
const FLUSH_EVERY_MS = 1_000;

/**
 * What this process counts. Counts add up in a hash in Redis, over all processes and over their
 * restarts, and whoever reads that shows them: a process with a stage needs no HTTP port, and a
 * restart does not set a counter back.
 */
export class Metrics {
  #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * Adds `by` to a counter. Labels never hold a user's words, a job's id or anything else without a
   * bound.
   */
  count<Label extends string>({ name }: Counter<Label>, labels: Labels<Label>, by = 1): void {
    this.#add(name, "", labels, by);
  }

  /**
   * Has a counter begin at 0: what appears with its first event has not risen, to those who look
   * for a rise.
   */
  begin<Label extends string>(counter: Counter<Label>, labels: Labels<Label>): void {
    this.count(counter, labels, 0);
  }

  /** Adds one observation, in seconds, to a histogram. */
  observe<Label extends string>({ name }: Histogram<Label>, labels: Labels<Label>, seconds: number): void {
    const bucket = SECONDS_BUCKETS.find((bound) => seconds <= bound) ?? Number.POSITIVE_INFINITY;
    this.#add(name, String(bucket), labels, 1);
    this.#add(name, "sum", labels, seconds);
  }

  /**
   * Sends the counts to the hash at `key` every second, until the returned function is called
   * (which sends the last ones).
   */
  keepFlushing(redis: Redis, key: string, onError: (error: unknown) => void): () => Promise<void> {
    this.#timer = setInterval(() => void this.flush(redis, key).catch(onError), FLUSH_EVERY_MS);
    return async () => {
      clearInterval(this.#timer);
      await this.flush(redis, key);
    };
  }

  /** Sends the counts to Redis. What could not be sent is kept for the next time. */
  async flush(redis: Redis, key: string): Promise<void> {
    const sending = this.#pending;
    this.#pending = new Map();
    const sent = await Promise.allSettled(
      [...sending.values()].map(async ({ name, part, labels, by }) => {
        try {
          await redis.hincrbyfloat(key, seriesField({ name, part, labels }), by);
        } catch (error) {
          this.#add(name, part, labels, by);
          throw error;
        }
      }),
    );
    const failed = sent.find((each) => each.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  /**
   * On every job's way several times: the series' field is made when it is sent, and not each time
   * it is counted.
   */
  #add(name: string, part: string, labels: Readonly<Record<string, string>>, by: number): void {
    let key = `${name}\n${part}`;
    for (const label in labels) key += `\n${labels[label]}`;
    const known = this.#pending.get(key);
    if (known === undefined) this.#pending.set(key, { name, part, labels: { ...labels }, by });
    else known.by += by;
  }
}

/** What one series has to be raised by. */
interface Pending extends Series {
  by: number;
}
