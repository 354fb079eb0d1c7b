import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAs } from "@guchi/chain/schema.ts";
import { testStage } from "@guchi/chain/testing/chain.ts";
import { endDeadLocks } from "@guchi/chain/testing/dead-locks.ts";
import { freePort } from "@guchi/chain/testing/port.ts";
import { redisAsText, startTestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { loadInstallation } from "@guchi/platform/service/load.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { startServiceProcess, type ServiceProcess } from "@guchi/platform/testing/service-process.ts";
import Type from "typebox";
import { startToldServer } from "../../../test/fakes/told-server.ts";
import { service } from "../service.ts";

const FOLDER = join(import.meta.dirname, "..");
const ONE = { concurrency: 4 };
const STAGES = { name: "stages", stages: { sentiment: ONE, reply: ONE } };
const HEARD = { label: "positive", score: 0.9, language: "ja", listens: false, grave: false, provider: "test" };

/** The messenger as a process of its own, a receiver, and quick stages in this process. */
export async function startWebhookSystem() {
  const redis = await startTestRedis();
  const dir = await mkdtemp(join(tmpdir(), "guchi-webhook-"));
  const receiver = await startToldServer(() => ({ status: 200, body: {} }));
  const { installation } = await loadInstallation([FOLDER]);
  const port = await freePort();
  const env = {
    REDIS_URL: redis.url,
    DATA_DIR: dir,
    EXTENSIONS: FOLDER,
    WEBHOOK_MESSENGER_PORT: String(port),
    LOG_LEVEL: process.env["TEST_LOG_LEVEL"] ?? "silent",
  };
  const runtime = testRuntime(STAGES, env, [...installation.pipelines.values()]);
  const { language, label, score } = HEARD;
  const answer = (text: string) => ({
    reaction: "cheer",
    sentiment: { language, label, score },
    message: `よかったね：${text}`,
  });
  const workers = await Promise.all([
    runtime.work(testStage("sentiment", async () => HEARD)),
    runtime.work(testStage("reply", async (input) => answer(parseAs(Text, input).text))),
  ]);
  const client = runtime.client(runtime.queues());
  const records = runtime.records();
  const connection = redis.connect();
  const mine: ServiceProcess[] = [];

  /** Starts the messenger; at a fault point it dies. */
  async function open(dieAt?: string): Promise<ServiceProcess> {
    const started = await startServiceProcess(join(FOLDER, "main.ts"), env, dieAt);
    mine.push(started);
    return started;
  }

  const say = async (text: string, key?: string, url = receiver.url) => {
    const response = await fetch(`http://127.0.0.1:${port}/messages`, {
      method: "POST",
      headers: { ...(key !== undefined && { "idempotency-key": key }) },
      body: JSON.stringify({ text, url }),
    });
    return { status: response.status, ...parseAs(Type.Object({ job: Type.String() }), await response.json()) };
  };

  return {
    receiver,
    port,
    client,
    open,
    /** For the next one not to wait for the locks of one that died. */
    endDeadLocks: () => endDeadLocks(connection, keys, ...Object.keys(service.stages ?? {})),
    /** Says something; the answer goes to the receiver. */
    say,
    /** What the receiver got, by job. */
    got: (job: string) => receiver.calls.filter(({ headers }) => headers["webhook-id"] === job),
    /** Until the job's delivery is as told. */
    becomes: async (job: string, status: string) =>
      until(`${job} to be ${status}`, async () => (await records.read(job))?.delivery?.status === status, 40_000),
    everything: () => redisAsText(connection),
    stop: async () => {
      await Promise.all(mine.map((each) => each.kill()));
      await Promise.all(workers.map((worker) => worker.close()));
      await runtime.close();
      await receiver.close();
      await redis.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const Text = Type.Object({ text: Type.String() });
