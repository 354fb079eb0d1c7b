import { startTestGateway } from "../../services/gateway/testing.ts";

/**
 * The gateway as a process of its own, so that its memory is its own: tells its memory, and
 * finishes the job, when asked.
 */
const gateway = await startTestGateway();
const { id } = await gateway.client.start("guchi", { text: "疲れた" });
process.on("message", (message) => {
  if (message === "memory") {
    globalThis.gc?.();
    process.send?.({ rss: process.memoryUsage().rss, heap: process.memoryUsage().heapUsed });
  }
  if (message === "finish") gateway.client.cancel(id).catch((error: unknown) => console.error(error));
  if (message === "clients") {
    void gateway.queues.redis
      .client("LIST")
      .then((list) => process.send?.({ redisClients: String(list).trim().split("\n").length }));
  }
  if (message === "stop") void gateway.stop().then(() => process.exit());
});
process.send?.({ base: gateway.app.listeningOrigin, id });
