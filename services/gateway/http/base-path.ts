import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";

/**
 * The path under which clients reach the gateway, by PUBLIC_BASE_URL: empty, or one such as
 * `/guchi`.
 */
export function basePathOf(publicBaseUrl: string | undefined): string {
  return publicBaseUrl === undefined ? "" : new URL(publicBaseUrl).pathname.replace(/\/+$/, "");
}

/**
 * For `rewriteUrl`: the target of a request as the routes know it. A proxy may leave the base path
 * in it or take it away; and a target may be a whole URL (RFC 9112, 3.2.2).
 */
export function withoutBase(basePath: string): (request: IncomingMessage) => string {
  return ({ url = "/" }) => {
    const [, target = url] = /^https?:\/\/[^/?#]*(.*)$/i.exec(url) ?? [];
    const path = target.startsWith("/") || target === "*" ? target : `/${target}`;
    if (basePath === "" || !path.startsWith(basePath)) return path;
    const rest = path.slice(basePath.length);
    if (rest === "" || rest.startsWith("?")) return `/${rest}`;
    return rest.startsWith("/") ? rest : path;
  };
}

/** Puts the base path in front of every `Location` that names a path. */
export function locateUnder(app: FastifyInstance, basePath: string): void {
  if (basePath === "") return;
  app.addHook("onSend", (_request, reply, _payload, done) => {
    const location = reply.getHeader("location");
    if (typeof location === "string" && location.startsWith("/") && !location.startsWith(`${basePath}/`)) {
      reply.header("location", basePath + location);
    }
    done();
  });
}
