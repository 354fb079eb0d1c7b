import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { connectRedis } from "../redis/connect.ts";

/**
 * A connection to Redis that can lose one answer: Redis does what it was asked, the connection
 * breaks before its answer arrives, and ioredis connects again and sends the command once more.
 */
export async function lossyRedis(url: string) {
  const sockets = new Set<Socket>();
  let losing = false;
  let lost = 0;
  const server = createServer((client) => {
    const target = new URL(url);
    const redis =
      target.protocol === "unix:" ? connect(target.pathname) : connect(Number(target.port), target.hostname);
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        client.destroy();
        redis.destroy();
      });
    }
    client.pipe(redis);
    redis.on("data", (bytes) => {
      if (!losing) return void client.write(bytes);
      losing = false;
      lost += 1;
      client.destroy();
      return undefined;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const redis = connectRedis(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`, "worker", () => undefined);
  await once(redis, "ready");
  return {
    redis,
    /** Loses the next answer. */
    loseAnswer: () => {
      losing = true;
    },
    lost: () => lost,
    close: () => {
      redis.disconnect();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
