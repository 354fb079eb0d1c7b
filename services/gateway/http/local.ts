import type { FastifyRequest } from "fastify";

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const LOOPBACK_HOST = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i;

/**
 * Whether a request was made on this machine. A tunnel or reverse proxy connects from loopback too, so its marks count
 * against it; and a page on the web that points a name of its own at 127.0.0.1 (DNS rebinding) is told by its Host.
 */
export function isLocalRequest(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const proxied = headers["x-forwarded-for"] ?? headers["forwarded"] ?? headers["x-real-ip"];
  return LOOPBACK.test(socket.remoteAddress ?? "") && proxied === undefined && LOOPBACK_HOST.test(headers.host ?? "");
}
