import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { shardOf } from "@guchi/chain/redis/keys.ts";
import { freePort } from "@guchi/chain/testing/port.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { GuchiClient, GuchiError, type PipelineTypes } from "../../../client/client.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const GATEWAY = join(ROOT, "services", "gateway", "main.ts");
const WORKER = join(ROOT, "examples", "approval", "main.ts");
const JOBS = 1_000;
const START_EVERY_MS = 60;
const KILL_EVERY_MS = 2_000;
/** Every so many kills Redis is killed, in place of a process. */
const REDIS_EVERY = 6;
/** In place of the ten minutes of the pipeline. */
const TIMEOUT_MS = 4_000;
/** An event comes so long before the timeout at most, or after it. */
const RACE_MS = 1_500;

type Client = GuchiClient<{ readonly approval: PipelineTypes }>;

interface World {
  readonly url: string;
  readonly dir: string;
  readonly redis: Redis;
  readonly killRedis: () => Promise<void>;
}

/**
 * 1,000 jobs of examples/approval over HTTP; half get the event at about the time at which it is
 * too late. Meanwhile the gateway, both workers and Redis are killed with -9.
 */
export async function approvals({ url, dir, redis, killRedis }: World): Promise<readonly string[]> {
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    REDIS_URL: url,
    DATA_DIR: dir,
    PORT: String(port),
    EXTENSIONS: join(ROOT, "examples", "approval"),
    API_RATE_LIMIT: "100000/1",
    MAX_QUEUED_JOBS: "100000",
    LOG_LEVEL: "fatal",
  };
  const processes = [GATEWAY, WORKER, WORKER].map((file) => keptAlive(file, env));
  const client: Client = new GuchiClient({ url: `http://localhost:${port}`, patienceMs: 120_000 });
  const jobs: Promise<Ended>[] = [];
  let kills = 0;
  const killing = (async () => {
    for (; jobs.length < JOBS; kills += 1) {
      await sleep(KILL_EVERY_MS);
      if (kills % REDIS_EVERY === REDIS_EVERY - 1) await killRedis();
      else processes[kills % processes.length]?.kill();
    }
  })();
  for (let count = 0; count < JOBS; count += 1) {
    jobs.push(approval(client, redis, count % 2 === 0));
    await sleep(START_EVERY_MS);
  }
  await killing;
  const ended = await Promise.all(jobs);
  for (const process of processes) process.stop();
  const published = ended.filter((job) => job.published).length;
  return [
    `${JOBS} approvals over HTTP, ${kills} kills: ${ended.filter(({ status }) => status !== "completed").length} not completed,`,
    `${published} by event, ${JOBS - published} by time, ${ended.filter((job) => job.published !== job.accepted).length} whose accepted event is not the result,`,
    `${ended.filter(({ completed }) => completed !== 3).length} with a step that ended other than once`,
  ];
}

interface Ended {
  readonly status: string;
  /** Whether the picture is published: only an event has it so. */
  readonly published: boolean;
  /** Whether the event was answered with 2xx. */
  readonly accepted: boolean;
  /** How many steps are in the history as completed. */
  readonly completed: number;
}

/** One job, from its start to its end. */
async function approval(client: Client, redis: Redis, isApproved: boolean): Promise<Ended> {
  const { id } = await client.start("approval", { text: "hello" });
  const isWaiting = async () => (await redis.hexists(keys.job(id), "d:approval").catch(() => 0)) === 1;
  await until("the picture to wait", isWaiting, 120_000);
  const dueAt = Date.now() + TIMEOUT_MS;
  await insist(async () =>
    redis
      .multi()
      .hset(keys.job(id), "d:approval", dueAt)
      .zadd(keys.due(shardOf(id)), dueAt, id)
      .exec(),
  );
  await sleep(TIMEOUT_MS - RACE_MS + Math.random() * 2 * RACE_MS);
  const accepted = isApproved && (await isAccepted(client, id));
  const result = await client.result(id).catch(() => undefined);
  const { status, history = [] } = await client.get(id, { history: true });
  const completed = history.filter(({ event, step }) => event === "completed" && step !== undefined).length;
  return { status, published: JSON.stringify(result).includes('"published":true'), accepted, completed };
}

/** Whether the event is taken; 409 says that it came too late. */
async function isAccepted(client: Client, id: string): Promise<boolean> {
  try {
    await client.sendEvent(id, "approval", { approved: true });
    return true;
  } catch (error) {
    if (error instanceof GuchiError && error.status === 409) return false;
    throw error;
  }
}

async function insist<Value>(work: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(500);
    }
  }
}

/** A process that is started again whenever it is killed. */
function keptAlive(file: string, env: NodeJS.ProcessEnv): { kill(): void; stop(): void } {
  let stopped = false;
  const start = (): ChildProcess => {
    const started = spawn(process.execPath, [file], { env, stdio: ["ignore", "inherit", "inherit"] });
    started.once("exit", () => {
      if (!stopped) child = start();
    });
    return started;
  };
  let child = start();
  return {
    kill: () => void child.kill("SIGKILL"),
    stop: () => {
      stopped = true;
      child.kill("SIGKILL");
    },
  };
}
