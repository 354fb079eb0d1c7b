import { createServer, connect, type Socket, type AddressInfo } from "node:net";
import { once } from "node:events";

/** A TCP door in front of Redis that can be shut, as when a network fails: connections break, new ones are refused. */
export async function startProxy(socketPath: string) {
  const open = new Set<Socket>();
  let shut = false;
  const server = createServer((client) => {
    if (shut) {
      client.resetAndDestroy();
      return;
    }
    const redis = connect(socketPath);
    for (const [from, to] of [
      [client, redis],
      [redis, client],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cuts every connection and lets none in for `ms`. */
    cut: async (ms: number) => {
      shut = true;
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, ms));
      shut = false;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
