import { Queue, Worker } from "bullmq";
import { KEEP, STAGES, Waiting, type Conditions, type Contender } from "./contender.ts";

/**
 * Plain BullMQ: four queues, each worker adds to the next one and completes. No record, no replay,
 * no history.
 */
export async function plain({ connect, payload, concurrency }: Conditions): Promise<Contender> {
  const waiting = new Waiting();
  const front = new Queue("plain-0", { connection: connect() });
  const backs = Array.from({ length: STAGES }, (_, index) => {
    const connection = connect();
    const next = index + 1 < STAGES ? new Queue(`plain-${index + 1}`, { connection }) : undefined;
    const worker = new Worker(
      `plain-${index}`,
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
    name: "plain BullMQ",
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
