import assert from "node:assert/strict";
import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { test } from "node:test";
import { startTestRedis } from "../testing/redis.ts";
import { connectRedis, whenReady } from "./connect.ts";

test("a connection that breaks while it is waited for is waited for all the same", async () => {
  const redis = await startTestRedis();
  let broken = 0;
  const proxy = createServer((socket) => {
    socket.on("error", () => undefined);
    if (broken < 2) {
      broken += 1;
      socket.once("data", () => socket.resetAndDestroy()); // amid the handshake
      return;
    }
    const server = connect(new URL(redis.url).pathname);
    socket.pipe(server).pipe(socket);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port } = proxy.address() as AddressInfo;
  const errors: Error[] = [];
  const connection = connectRedis(`redis://127.0.0.1:${port}`, "producer", (error) => errors.push(error));
  await whenReady(connection);
  assert.equal(await connection.ping(), "PONG");
  await whenReady(connection);
  assert.ok(errors.length > 0);
  connection.disconnect();
  proxy.close();
  await redis.stop();
});
