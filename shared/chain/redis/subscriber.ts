import type { Cluster } from "ioredis";
import { clusterOf } from "./cluster.ts";

/** What somebody needs of a connection who subscribes to channels of jobs: ioredis' `Redis`. */
export interface Subscriber {
  readonly status: string;
  on(event: "message" | "ready" | "close", listener: (channel: string) => void): unknown;
  subscribe(...channels: string[]): Promise<unknown>;
  unsubscribe(...channels: string[]): Promise<unknown>;
}

/**
 * In a cluster, what is said of a job stays on the node that has it (sharded pub/sub), where that
 * is Redis 7 or newer; otherwise every node tells every other one. `defineScript` publishes so.
 */
export function subscriberOf(redis: Subscriber): Subscriber {
  const cluster = clusterOf(redis);
  return cluster === undefined ? redis : new ShardSubscriber(cluster);
}

class ShardSubscriber implements Subscriber {
  readonly #cluster: Cluster;
  #isSharded = true;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get status(): string {
    return this.#cluster.status;
  }

  /** `ready` comes also when another node was found: what was published until then may be lost. */
  on(event: "message" | "ready" | "close", listener: (channel: string) => void): void {
    const events = {
      message: ["message", "smessage"],
      ready: ["ready", "subscribersReady", "+node"],
      close: ["close"],
    };
    for (const each of events[event]) this.#cluster.on(each, (channel: string) => listener(channel));
  }

  async subscribe(...channels: string[]): Promise<void> {
    await Promise.all(channels.map(async (channel) => this.#subscribe(channel)));
  }

  async unsubscribe(...channels: string[]): Promise<void> {
    // One by one: those of several slots are on several nodes.
    await Promise.all(
      channels.map((channel) =>
        this.#isSharded ? this.#cluster.sunsubscribe(channel) : this.#cluster.unsubscribe(channel),
      ),
    );
  }

  async #subscribe(channel: string): Promise<void> {
    if (this.#isSharded) {
      try {
        await this.#cluster.ssubscribe(channel);
        return;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes("unknown command")) throw error;
        this.#isSharded = false;
      }
    }
    await this.#cluster.subscribe(channel);
  }
}
