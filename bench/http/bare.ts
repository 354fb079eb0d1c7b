import { createHmac, timingSafeEqual } from "node:crypto";
import { Queue } from "bullmq";
import Fastify from "fastify";
import { connectRedis } from "../../shared/chain/redis/connect.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { CHANNEL_SECRET } from "./servers.ts";

/**
 * The peer: what one writes in an afternoon with the same libraries. No schemas, no record, no
 * bound, no log.
 */
const redis = connectRedis(process.env["REDIS_URL"] ?? "", "worker", (error) => {
  throw error;
});
const queue = new Queue("bare", { connection: redis });
const app = Fastify();

app.get("/readyz", async () => ({ ok: true }));

app.post("/jobs", async ({ body }, reply) => {
  const { id } = await queue.add("job", body);
  return reply.code(202).send({ id });
});

app.get<{ Params: { id: string } }>("/jobs/:id", async ({ params }) => redis.hgetall(keys.job(params.id)));

await app.register(async (line) => {
  line.removeAllContentTypeParsers();
  line.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  line.post<{ Body: Buffer }>("/webhook/line", async ({ body, headers }, reply) => {
    const given = Buffer.from(String(headers["x-line-signature"]), "base64");
    const signed = createHmac("sha256", CHANNEL_SECRET).update(body).digest();
    if (given.length !== signed.length || !timingSafeEqual(given, signed)) return reply.code(401).send();
    const { events }: { events: readonly unknown[] } = JSON.parse(body.toString());
    await Promise.all(events.map((event) => queue.add("event", event)));
    return reply.code(200).send();
  });
});

await app.listen({ port: Number(process.env["PORT"]), host: "127.0.0.1" });
process.once("SIGTERM", () => {
  void app
    .close()
    .then(() => queue.close())
    .then(() => redis.disconnect());
});
