import { BlockList, isIPv6 } from "node:net";
import type { FastifyInstance } from "fastify";
import { isWebhookPath } from "@guchi/contracts/line/channels.ts";
import { ProblemError } from "../http/problem.ts";
import { Counts } from "./counts.ts";

/**
 * Most requests under way, and most connections, of one client at a time. Offices share one
 * address.
 */
const MAX_OF_ONE_CLIENT = 100;
/**
 * Not counted: LINE brings all users' messages from a few addresses, and probes must get through.
 */
const isUncounted = (route: string) => route === "/healthz" || route === "/readyz" || isWebhookPath(route);

/**
 * Bounds what one client, told by its address, does at a time: requests on every route of `app`
 * but LINE's webhook and the probes, and connections to its server. The address is what the proxies
 * of `trusted` (addresses and CIDR blocks) say. Without them nothing is bounded: behind a proxy
 * that nobody named, all clients have one address.
 */
export function boundClients(app: FastifyInstance, trusted: readonly string[] | undefined): void {
  if (trusted === undefined) return;
  const proxies = blockList(trusted);
  const connections = new Counts(MAX_OF_ONE_CLIENT);
  app.server.on("connection", (socket) => {
    const { remoteAddress = "" } = socket;
    if (proxies.check(remoteAddress, family(remoteAddress))) return;
    if (connections.add(remoteAddress)) socket.once("close", () => connections.remove(remoteAddress));
    else socket.destroy();
  });
  const requests = new Counts(MAX_OF_ONE_CLIENT);
  app.addHook("onRequest", ({ ip, routeOptions }, reply, done) => {
    if (isUncounted(routeOptions.url ?? "")) {
      done();
      return;
    }
    if (!requests.add(ip)) {
      throw new ProblemError("too-many-requests", `One client may have ${MAX_OF_ONE_CLIENT} requests under way`, {
        headers: { "retry-after": "1" },
      });
    }
    if (reply.raw.destroyed) requests.remove(ip); // the client left at once
    else reply.raw.once("close", () => requests.remove(ip));
    done();
  });
}

function blockList(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const each of trusted) {
    const [address = "", bits] = each.split("/");
    if (bits === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(bits), family(address));
  }
  return list;
}

function family(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}
