import Fastify from "fastify";
import { heldBytes } from "./memory.ts";

/** The peer: a handler that waits for a promise, and nothing around it. */
const app = Fastify({ keepAliveTimeout: 60_000 });
const JOB = { id: "x", status: "canceled", input: { text: "疲れた" } };
let event = Promise.withResolvers<typeof JOB>();
app.get("/wait", async () => event.promise);
await app.listen({ port: 0, host: "127.0.0.1" });
const { port } = new URL(app.listeningOrigin);
process.on("message", (message) => {
  if (message === "begin") {
    event = Promise.withResolvers();
    process.send?.({ port: Number(port), path: "/wait" });
  }
  if (message === "memory") process.send?.({ rss: heldBytes() });
  if (message === "finish") event.resolve(JOB);
  if (message === "stop") process.exit();
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
