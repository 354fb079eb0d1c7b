import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/**
 * Refuses what a page of another site makes a browser send on every route of `app`, whatever its
 * content type: 403 for a method that is not safe. Browsers tell by Sec-Fetch-Site, older ones by
 * Origin; other clients send neither. As https://pkg.go.dev/net/http#CrossOriginProtection does it.
 */
export function refuseCrossSite(app: FastifyInstance, publicBaseUrl: string | undefined): void {
  const publicHost = publicBaseUrl === undefined ? undefined : new URL(publicBaseUrl).host;
  app.addHook("onRequest", (request, _reply, done) => {
    if (!SAFE.has(request.method) && isCrossSite(request, publicHost)) {
      throw new ProblemError("forbidden", "A page of another site may not do this");
    }
    done();
  });
}

function isCrossSite({ headers, host }: FastifyRequest, publicHost: string | undefined): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  if (headers.origin === undefined) return false;
  const origin = URL.parse(headers.origin)?.host; // none for `null`
  return origin === undefined || (origin !== host.toLowerCase() && origin !== publicHost);
}
