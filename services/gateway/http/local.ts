import type { FastifyRequest } from "fastify";

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const LOOPBACK_HOST = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i;

/** What proxies add. HTTP/1.0 is what nginx speaks to an upstream unless told otherwise; no browser does. */
const PROXY_HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "via"];

/**
 * Whether a request was made on this machine. A tunnel or reverse proxy connects from loopback too, so its marks count
 * against it; and a page on the web that points a name of its own at 127.0.0.1 (DNS rebinding) is told by its Host.
 */
export function isLocalRequest(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const proxied = PROXY_HEADERS.some((name) => headers[name] !== undefined) || request.raw.httpVersion === "1.0";
  return LOOPBACK.test(socket.remoteAddress ?? "") && !proxied && LOOPBACK_HOST.test(headers.host ?? "");
}

/** Whether this host is one of this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_HOST.test(host) || host === "::1";
}
