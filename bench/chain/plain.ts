import { Queue, Worker } from "bullmq";
import { KEEP, STAGES, Waiting, type Conditions, type Contender } from "./contender.ts";

/** Plain BullMQ: four queues, each worker adds to the next one and completes. No record, no replay, no history. */
export const plain = (conditions: Conditions) => chain("plain BullMQ", "plain", conditions);

/** The same on the product's connections, to tell what the socket gains from what the chain costs. */
export const plainBatched = (conditions: Conditions) => chain("plain, batched", "product", conditions);

async function chain(
  name: string,
  as: "plain" | "product",
  { connect, payload, concurrency }: Conditions,
): Promise<Contender> {
  const waiting = new Waiting();
  const front = new Queue(`${as}-0`, { connection: connect(as) });
  const backs = Array.from({ length: STAGES }, (_, index) => {
    const connection = connect(as);
    const next = index + 1 < STAGES ? new Queue(`${as}-${index + 1}`, { connection }) : undefined;
    const worker = new Worker(
      `${as}-${index}`,
      async (job) => {
        await next?.add("bench", job.data);
      },
      { connection, concurrency, removeOnComplete: KEEP },
    );
    if (next === undefined) worker.on("completed", (job) => waiting.done(job.data.chain));
    return { next, worker };
  });
  await Promise.all(backs.map(({ worker }) => worker.waitUntilReady()));
  let chains = 0;
  return {
    name,
    run: async () => {
      const chain = String((chains += 1));
      await front.add("bench", { ...payload, chain });
      await waiting.for(chain);
    },
    close: async () => {
      await Promise.all(backs.map(({ worker }) => worker.close()));
      await Promise.all([front, ...backs.flatMap(({ next }) => next ?? [])].map((queue) => queue.close()));
    },
  };
}
