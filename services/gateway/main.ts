import { once } from "node:events";
import { JobClient } from "@guchi/shared/chain/client.ts";
import { PIPELINES } from "@guchi/shared/chain/pipelines.ts";
import { Queues } from "@guchi/shared/chain/queues.ts";
import { sharedSecret } from "@guchi/shared/redis/secret.ts";
import { runProcess } from "@guchi/shared/service/run-process.ts";
import { type Runtime, type Service } from "@guchi/shared/service/runtime.ts";
import { StartError } from "@guchi/shared/service/start-error.ts";
import type { FastifyInstance } from "fastify";
import { buildApp } from "./app.ts";
import { isLoopbackOnly } from "./http/local.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { createReplyStage } from "./reply/stage.ts";

/** How long requests under way may take at a stop, in ms. */
const DOOR_MS = 3_000;

/** The front door: HTTP in, replies out, and the housekeeping of the chain. */
export const service: Service = {
  name: "gateway",
  async start(runtime) {
    const redis = runtime.connect("producer");
    if (redis.status !== "ready") await once(redis, "ready");
    const queues = new Queues(redis, (error) => runtime.log.warn({ err: error }, "queue error"));
    const app = await createApp(runtime, queues);
    const reply = await runtime.work(createReplyStage());
    const housekeeping = startHousekeeping(runtime);
    await listen(app, runtime);
    return {
      close: async () => {
        await Promise.all([closeDoor(app), housekeeping.close(), reply.close()]);
        await queues.close();
      },
    };
  },
};

/** Lets requests under way end, but not for ever: a connection that says nothing counts as busy. */
async function closeDoor(app: FastifyInstance): Promise<void> {
  const force = setTimeout(() => app.server.closeAllConnections(), DOOR_MS);
  await app.close();
  clearTimeout(force);
}

async function createApp(runtime: Runtime, queues: Queues): Promise<FastifyInstance> {
  const { config, log, media } = runtime;
  const redis = queues.redis;
  const client = new JobClient({ records: runtime.records(redis), queues, routes: PIPELINES });
  return buildApp({
    client,
    routes: PIPELINES,
    queues,
    redis,
    media,
    mediaSecret: await sharedSecret(runtime.redis, "media"),
    mediaUrlTtlSeconds: config.MEDIA_URL_TTL,
    publicBaseUrl: config.PUBLIC_BASE_URL,
    adminPassword: config.ADMIN_PASSWORD,
    trustLoopback: isLoopbackOnly(config),
    log,
  });
}

async function listen(app: FastifyInstance, { config }: Runtime): Promise<void> {
  try {
    await app.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new StartError(`PORT must be a free port, and ${config.PORT} is in use`);
    if (code === "EACCES") throw new StartError(`PORT must be one that this user may open, and ${config.PORT} is not`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new StartError(`HOST must be an address of this machine, and "${config.HOST}" is not`);
    }
    throw error;
  }
}

if (import.meta.main) await runProcess(service);
