import type { Redis } from "ioredis";
import type { ChainKeys } from "./redis/keys.ts";
import type { StageWorker } from "./worker.ts";

/**
 * Tells the worker of each job that is canceled or purged, over a connection that does nothing but
 * subscribe. Resolves when none can be missed any more.
 */
export async function subscribeToEndedJobs(
  worker: StageWorker,
  subscriber: Redis,
  keys: ChainKeys,
  onError: (error: unknown) => void,
): Promise<void> {
  subscriber.on("message", (_, id: string) => worker.jobEnded(id));
  // What is published while nobody is subscribed is lost: then the worker looks itself.
  const subscribe = async () => {
    await subscriber.subscribe(keys.ended);
    await worker.abortEnded();
  };
  // In a cluster, one node of many is asked; another one, and so perhaps the one, was found.
  for (const event of ["ready", "+node"]) subscriber.on(event, () => void subscribe().catch(onError));
  await subscribe();
}
