import { whenReady } from "@guchi/chain/redis/connect.ts";
import { mediaUrls } from "@guchi/platform/media/url.ts";
import { createDeliveryStage } from "@guchi/platform/messenger/stage.ts";
import { SharedSecret } from "@guchi/platform/redis/secret.ts";
import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { takeMessages } from "./messages.ts";
import { createWebhookMessenger } from "./messenger.ts";
import type { settings } from "./settings.ts";
import { Deliveries } from "./store.ts";

/** Starts what takes messages in, and the stage that delivers. */
export async function start(runtime: Runtime<typeof settings>): Promise<Running> {
  const { config, redis, pipelines } = runtime;
  const secret = await SharedSecret.of(redis, "media");
  const records = runtime.records();
  const base = config.PUBLIC_BASE_URL ?? "http://localhost:3000";
  const messenger = createWebhookMessenger({
    deliveries: new Deliveries(redis, { jobTtlSeconds: config.JOB_TTL }),
    records,
    pipelines,
    mediaUrl: (key) => mediaUrls({ secret, ttlSeconds: config.JOB_TTL }, base)(key),
  });
  const delivering = await runtime.work(createDeliveryStage(messenger, { records, pipelines }));
  const producer = runtime.connect("producer"); // fails fast, so that a message is sent again
  await whenReady(producer);
  const queues = runtime.queues(producer);
  const taking = await takeMessages(config.WEBHOOK_MESSENGER_PORT, runtime.client(queues));
  return {
    close: async () => {
      await Promise.all([taking.close(), delivering.close()]);
      await queues.close();
    },
  };
}
