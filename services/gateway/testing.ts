import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { JobClient } from "@guchi/chain/client.ts";
import { callBack } from "@guchi/chain/callback.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { stagesOf } from "@guchi/chain/pipeline.ts";
import { CHAIN_METRICS } from "@guchi/chain/telemetry/chain-metrics.ts";
import { Queues } from "@guchi/chain/queues.ts";
import { JobWatch } from "@guchi/chain/watch.ts";
import { RecentRecords } from "@guchi/chain/job/recent-records.ts";
import { JobRecords } from "@guchi/chain/job/records.ts";
import { Schedules } from "@guchi/chain/schedule/store.ts";
import { FsMediaStore } from "@guchi/platform/media/fs-store.ts";
import { startTestRedis } from "@guchi/chain/testing/redis.ts";
import { pino } from "pino";
import { apiKey, type ApiKey } from "./http/api-keys.ts";
import { buildApp, type AppDeps } from "./app.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

export const MEDIA_SECRET = "a secret for tests";

/** Of operations pages that only this machine may use. */
export const ADMIN: AppDeps["admin"] = {
  password: undefined,
  readPassword: undefined,
  secret: { value: "another secret for tests" },
  dataDir: tmpdir(),
  mediaMaxBytes: undefined,
  maxQueuedJobs: 10_000,
  budget: { budgetUsd: undefined, timeZone: "Asia/Tokyo" },
};

export type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;

/**
 * The gateway's HTTP side on a free port of 127.0.0.1, over a Redis and a media folder of its own.
 * No stage is worked on.
 */
export async function startTestGateway(more: Partial<AppDeps> = {}) {
  const redis = await startTestRedis();
  const dir = await mkdtemp(join(tmpdir(), "guchi-media-"));
  const connection = redis.connect("producer");
  await once(connection, "ready");
  const pipelines = more.pipelines ?? PIPELINES;
  const queues = new Queues(connection, { keys, onError: () => undefined });
  const records = new JobRecords(connection, { keys, ttlSeconds: 3_600, recent: new RecentRecords() });
  const media = new FsMediaStore(dir);
  const client: JobClient = new JobClient({
    records,
    queues,
    pipelines,
    onEnded: (record) => callBack({ client, records }, record),
    eraseTraces: (id) => media.removeJob(id),
  });
  const build = (changes: Partial<AppDeps> = {}) =>
    buildApp({
      client,
      pipelines,
      stages: stagesOf(pipelines),
      metrics: CHAIN_METRICS,
      queues,
      redis: connection,
      schedules: new Schedules({ redis: connection, queues }),
      watch: new JobWatch(redis.connect("subscriber"), keys),
      media,
      mediaSecret: { value: MEDIA_SECRET },
      mediaUrlTtlSeconds: 3_600,
      publicBaseUrl: undefined,
      admin: ADMIN,
      access: { apiKeys: undefined, rateLimit: { jobs: 600, seconds: 60 } },
      admission: { admit: async (_user, start) => start() },
      callbacks: { secret: undefined, allowPrivate: false },
      log: pino({ level: process.env["TEST_LOG_LEVEL"] ?? "silent" }),
      ...more,
      ...changes,
    });
  const app = await build();
  await app.listen({ port: 0, host: "127.0.0.1" });
  // Building the app can take seconds of one turn of the event loop, whose clock stands still
  // meanwhile: a command's time limit that began in that turn would be over at once.
  await setImmediate();
  return {
    redis,
    queues,
    records,
    media,
    client,
    pipelines,
    app,
    build,
    stop: async () => {
      await app.close();
      await queues.close();
      await redis.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Keys as API_KEYS gives them. Throws for one that is none. */
export function keysOf(...texts: readonly string[]): readonly ApiKey[] {
  return texts.map((text) => {
    const key = apiKey(text);
    assert.ok(key !== undefined, text);
    return key;
  });
}
