import { isIPv4 } from "node:net";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

/**
 * What proxies add. HTTP/1.0 is what nginx speaks to an upstream unless told otherwise; no browser
 * does.
 */
const PROXY_HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "via"];

/**
 * Whether a request was made on this machine. A tunnel or reverse proxy connects from loopback too,
 * so its marks count against it; and a page on the web that points a name of its own at 127.0.0.1
 * (DNS rebinding) is told by its Host.
 */
function isLocalRequest(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const proxied = PROXY_HEADERS.some((name) => headers[name] !== undefined) || request.raw.httpVersion === "1.0";
  return isLoopbackAddress(socket.remoteAddress ?? "") && !proxied && isLoopback(headers.host ?? "");
}

/** The refusal of a request from another machine; `why` says what would let it in. */
export function localOnly(request: FastifyRequest, why: string): ProblemError | undefined {
  return isLocalRequest(request) ? undefined : new ProblemError("forbidden", why);
}

/** Whether this host, with a port or without, is one of this machine. */
export function isLoopback(host: string): boolean {
  if (host === "::1") return true;
  const [, name = "", port = "0"] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(host) ?? [];
  return Number(port) <= 65_535 && (name.toLowerCase() === "localhost" || name === "[::1]" || isLoopbackAddress(name));
}

function isLoopbackAddress(address: string): boolean {
  const ipv4 = address.replace(/^::ffff:/i, "");
  return address === "::1" || (isIPv4(ipv4) && ipv4.startsWith("127."));
}
