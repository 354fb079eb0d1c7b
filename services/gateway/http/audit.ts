import type { FastifyInstance, FastifyRequest } from "fastify";
import { isWebhookPath } from "@guchi/contracts/line/channels.ts";
import { AddressCounts } from "./address-counts.ts";

declare module "fastify" {
  interface FastifyRequest {
    /**
     * Who asks, for the audit: `local`, `admin`, `key …` with the beginning of its digest, or
     * `unknown`.
     */
    who: string;
  }
}

/** Nobody has said who they are: they can change nothing, and are not to fill the log. */
const UNKNOWN = "unknown";
const REFUSED = new Set([401, 403, 429]);
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
/** Routes whose every call is the system's daily work. */
const isDaily = (route: string) => route === "/jobs" || isWebhookPath(route);
/**
 * Most lines on refused calls of one address in a minute. The next line tells how many were left
 * out.
 */
const MAX_LINES = 30;
/** What ids look like. What does not may be anything that somebody typed. */
const ID = /^[\w:.-]{1,128}$/;

/**
 * Logs a line for each call of `app` that was refused (401, 403, 429), and for each by somebody
 * who was let in that changed something or tried to, but for the start of jobs: who, from where,
 * which route, which ids, with what status. Never what a request holds.
 */
export function audit(app: FastifyInstance): void {
  const refusals = new AddressCounts();
  app.decorateRequest("who", UNKNOWN);
  const logRefused = (request: FastifyRequest, statusCode: number) => {
    const { count, before } = refusals.add(request.ip);
    const leftOut = Math.max(0, before - MAX_LINES);
    if (count > MAX_LINES) return;
    const entry = { ...entryOf(request, statusCode), ...(leftOut > 0 && { leftOut }) };
    request.log.warn({ code: "audit.refused", audit: entry }, "audit: refused");
  };
  app.addHook("onResponse", (request, { statusCode }, done) => {
    const { url: route = "" } = request.routeOptions;
    if (REFUSED.has(statusCode)) logRefused(request, statusCode);
    else if (!SAFE.has(request.method) && route !== "" && !isDaily(route) && request.who !== UNKNOWN) {
      request.log.info({ code: "audit.changed", audit: entryOf(request, statusCode) }, "audit: changed");
    }
    done();
  });
}

/** Logs that somebody looks at what is not for everybody who may look: `what`, such as words. */
export function auditRead(request: FastifyRequest, what: string): void {
  request.log.info({ code: "audit.read", audit: { ...entryOf(request, 200), what } }, `audit: ${what} shown`);
}

function entryOf({ who, ip, method, routeOptions, params }: FastifyRequest, status: number) {
  const given = typeof params === "object" && params !== null ? Object.entries(params) : [];
  const ids = given.filter(([name, value]) => name !== "*" && typeof value === "string" && ID.test(value));
  return { who, address: ip, method, route: routeOptions.url ?? "none", ...Object.fromEntries(ids), status };
}
