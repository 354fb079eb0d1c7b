import type { FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

/**
 * Throws ProblemError 400 for a request that does not name one host: HTTP/1.1 without Host, more
 * than one, or a target that is a URL of another host. Who reads the one and who the other would
 * not agree. https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function refuseOddHost({ raw, headers, originalUrl }: FastifyRequest): void {
  const hosts = countHeaders(raw.rawHeaders, "host");
  if (hosts === 0 && raw.httpVersion === "1.1") {
    throw new ProblemError("invalid-request", "An HTTP/1.1 request must have a Host header");
  }
  if (hosts > 1) throw new ProblemError("invalid-request", "There must be exactly one Host header");
  if (originalUrl.startsWith("/") || originalUrl === "*") return;
  const target = URL.parse(originalUrl);
  const own = URL.parse(`${target?.protocol}//${headers.host}`);
  if (target === null || own === null || target.host !== own.host) {
    throw new ProblemError("invalid-request", "The request target and the Host header name different hosts");
  }
}

/** How often a header was sent: Node joins what came twice, or keeps the first only. */
export function countHeaders(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((each, index) => index % 2 === 0 && each.toLowerCase() === name).length;
}
