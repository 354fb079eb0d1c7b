import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { OUTSIDE } from "./network.ts";

/** How often the gateways are looked at, and how long an answer may take, in ms. */
const LOOK_EVERY_MS = 500;
const LOOK_MS = 1_000;

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A URL of a server on our loopback, as the machines reach it. */
export async function reachable(url: string): Promise<string> {
  const outside = new URL(url);
  const target = { host: "127.0.0.1", port: Number(outside.port) };
  outside.hostname = OUTSIDE;
  outside.port = String(await listen((client) => join(client, target)));
  return outside.href.replace(/\/$/, "");
}

/**
 * A load balancer before the gateways: each connection goes to one that says it is ready, by turns.
 * Those of one that no longer does are broken. Returns its URL.
 */
export async function balance(gateways: readonly Target[]): Promise<string> {
  const open = new Map<Target, Set<Socket>>(gateways.map((each) => [each, new Set()]));
  const ready = new Set<Target>();
  const look = async (gateway: Target) => {
    for (;;) {
      if (await isReady(gateway)) ready.add(gateway);
      else {
        ready.delete(gateway);
        for (const socket of open.get(gateway) ?? []) socket.destroy();
      }
      await sleep(LOOK_EVERY_MS);
    }
  };
  for (const gateway of gateways) void look(gateway);
  let turn = 0;
  const port = await listen((client) => {
    const all = [...ready];
    const gateway = all[(turn += 1) % all.length];
    if (gateway === undefined) {
      client.destroy();
      return;
    }
    const sockets = open.get(gateway);
    sockets?.add(client);
    client.on("close", () => sockets?.delete(client));
    join(client, gateway);
  });
  return `http://${OUTSIDE}:${port}`;
}

async function isReady({ host, port }: Target): Promise<boolean> {
  const signal = AbortSignal.timeout(LOOK_MS);
  const looking = fetch(`http://${host}:${port}/readyz`, { signal, headers: { connection: "close" } });
  return looking.then(
    ({ ok }) => ok,
    () => false,
  );
}

async function listen(take: (client: Socket) => void): Promise<number> {
  const server = createServer(take).listen(0, "0.0.0.0");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function join(client: Socket, target: Target): void {
  const server = connect(target);
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }
}
