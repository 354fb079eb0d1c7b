import { join } from "node:path";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { GuchiClient, type Pipelines } from "../../client/client.ts";
import { JobRecords } from "../../shared/chain/job/records.ts";
import { redisOptions } from "../../shared/chain/redis/target.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { report } from "../report.ts";
import { median, wholeNumber } from "../rounds.ts";
import { startOwnSystem } from "../system.ts";

/**
 * What a finished job takes in Redis for as long as it is kept: its record, its history and its
 * place in the index, beside a finished job of plain BullMQ that keeps the same data (input,
 * results and history). Jobs are real ones, of the whole system without keys; `MEMORY USAGE` over
 * all of a key's elements. What a queue keeps of them for an hour is not counted, nor what is
 * remembered of a user.
 */
const JOBS = wholeNumber("BENCH_JOBS", 5);
const GOAL = 2;
/** As many as make Redis keep an index as it keeps a large one. */
const INDEXED = 1_000;
const KINDS = [
  { name: "picture", pipeline: "guchi", text: "残業ばっかりで疲れた。上司は先に帰るし、もう無理" },
  { name: "cheer", pipeline: "guchi", text: "今日は試験に受かって最高に嬉しい！" },
  { name: "hello", pipeline: "hello", text: "-" },
] as const;

interface Started extends Pick<Pipelines, "guchi"> {
  readonly hello: { readonly input: object; readonly output: unknown; readonly results: object };
}

const system = await startOwnSystem("scripts/start.ts", {
  EXTENSIONS: join(import.meta.dirname, "../../examples/hello"),
});
const client = new GuchiClient<Started>({ url: system.url, patienceMs: 60_000 });
const redis = new Redis({ ...redisOptions(system.redisUrl), maxRetriesPerRequest: null });
const records = new JobRecords(redis, { keys, ttlSeconds: 3_600 });
const ourPlace = await placeInIndex();
for (const kind of KINDS) {
  const sizes: { readonly ours: number; readonly plain: number }[] = [];
  for (let job = 0; job < JOBS; job += 1) sizes.push(await sizesOf(kind));
  report([
    {
      what: `memory of a kept job, ${kind.name}`,
      unit: "bytes",
      ours: median(sizes.map(({ ours }) => ours)),
      peer: { name: "plain BullMQ, the same data", figure: median(sizes.map(({ plain }) => plain)) },
      goal: { most: GOAL },
    },
  ]);
}
redis.disconnect();
await system.stop();

async function sizesOf({ pipeline, text }: (typeof KINDS)[number]) {
  const { id } = await client.start(pipeline, pipeline === "hello" ? {} : { text });
  await client.result(id);
  const ours = (await sizeOf(keys.job(id))) + (await sizeOf(keys.history(id))) + ourPlace;
  return { ours, plain: await plainSize(id) };
}

/** What plain BullMQ takes for what is known of this job. */
async function plainSize(id: string): Promise<number> {
  const record = await records.read(id);
  if (record === undefined) throw new Error(`The job ${id} is gone`);
  const results = record.layout.steps.flatMap(({ name }) => {
    const { result } = record.step(name);
    return result === undefined ? [] : [[name, result]];
  });
  const kept = { results: Object.fromEntries(results), history: await records.history(id) };
  const name = `plain-${id}`;
  const queue = new Queue(name, { connection: redis });
  const job = await queue.add(record.pipeline, record.input);
  const worker = new Worker(name, async () => kept, { connection: redis });
  await until("the plain job to be completed", async () => (await queue.getCompletedCount()) === 1);
  const size = await sizeOf(queue.toKey(job.id ?? ""));
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  return size + (await placeInCompleted());
}

async function sizeOf(key: string): Promise<number> {
  return Number(await redis.memory("USAGE", key, "SAMPLES", 0));
}

async function placeInIndex(): Promise<number> {
  return share(Array.from({ length: INDEXED }, () => crypto.randomUUID()));
}

/** BullMQ numbers its jobs. */
async function placeInCompleted(): Promise<number> {
  return share(Array.from({ length: INDEXED }, (_, number) => String(number)));
}

/** What one of these takes in a sorted set. */
async function share(members: readonly string[]): Promise<number> {
  const key = "bench:index";
  await redis.zadd(key, ...members.flatMap((member) => [Date.now(), member]));
  const size = await sizeOf(key);
  await redis.del(key);
  return size / members.length;
}
