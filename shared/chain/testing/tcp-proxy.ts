import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";

/** Where a proxy leads to: a port of this machine, or the path of a Unix socket. */
export type Target = number | string;

export type TcpProxy = Awaited<ReturnType<typeof startTcpProxy>>;

/**
 * A TCP door in front of Redis that can be shut, as when a network fails (connections break, new
 * ones are refused), and that can be led elsewhere, as the address of a failover's winner.
 */
export async function startTcpProxy(first: Target) {
  const open = new Set<Socket>();
  let target = first;
  let shut = false;
  const server = createServer((client) => {
    if (shut) {
      client.resetAndDestroy();
      return;
    }
    const redis = typeof target === "string" ? connect(target) : connect(target, "127.0.0.1");
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
    /** New connections lead there from now on; those that are open stay where they are. */
    leadTo: (next: Target) => {
      target = next;
    },
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
