import { FlowProducer, Worker, type FlowJob, type Job } from "bullmq";
import { KEEP, STAGES, Waiting, type Conditions, type Contender } from "./contender.ts";

/**
 * BullMQ's FlowProducer: the chain is a tree of one branch, added at once; each parent waits for
 * its child. As in the other contenders a stage gets what the one before it made, which in a flow
 * is read with `getChildrenValues`.
 */
export async function flow({ connect, payload, concurrency }: Conditions): Promise<Contender> {
  const waiting = new Waiting();
  const producer = new FlowProducer({ connection: connect() });
  const workers = Array.from({ length: STAGES }, (_, index) => {
    const options = { connection: connect(), concurrency, removeOnComplete: KEEP };
    const work = async (job: Job) => {
      if (index > 0) await job.getChildrenValues();
      return { ok: true };
    };
    const worker = new Worker(`flow-${index}`, work, options);
    if (index + 1 === STAGES) worker.on("completed", (job) => waiting.done(job.data.chain));
    return worker;
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  let chains = 0;
  return {
    name: "FlowProducer",
    run: async () => {
      const chain = String((chains += 1));
      await producer.add(tree(STAGES - 1, { ...payload, chain }));
      await waiting.for(chain);
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await producer.close();
    },
  };
}

function tree(index: number, data: object): FlowJob {
  const leaf = { name: "bench", queueName: `flow-${index}`, data };
  return index === 0 ? leaf : { ...leaf, children: [tree(index - 1, data)] };
}
