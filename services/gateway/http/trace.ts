import { AsyncResource } from "node:async_hooks";
import type { Facts, Span, Tracer } from "@guchi/chain/telemetry/tracer.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
/** What ids look like. */
const ID = /^[\w:.-]{1,128}$/;

/** A request whose span is open. */
interface Traced {
  readonly span: Span;
  readonly end: () => void;
  readonly scope: AsyncResource;
}

/**
 * A span for each request to a route of `app` that may change something: what it starts belongs to
 * its trace, or to its caller's (`traceparent`). Not for reading: polls, health checks, scrapes and
 * files would be nearly all there is. It tells route, status and the job's id, and nothing else of
 * what a request holds.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const traced = new WeakMap<FastifyRequest, Traced>();
  app.addHook("onRequest", (request, _reply, done) => {
    const { url: route = "" } = request.routeOptions;
    if (SAFE.has(request.method) || route === "") return done();
    const facts = { "http.request.method": request.method, "http.route": route, ...jobOf(request) };
    const { traceparent } = request.headers;
    const parent = typeof traceparent === "string" ? traceparent : undefined;
    void tracer.span(`${request.method} ${route}`, { kind: "server", parent, facts }, async (span) => {
      const ended = Promise.withResolvers<void>();
      traced.set(request, { span, end: ended.resolve, scope: new AsyncResource("guchi.request") });
      done();
      await ended.promise;
    });
  });
  // The body's last bytes come from the connection, which knows nothing of the request's span.
  app.addHook("preValidation", (request, _reply, done) => {
    const scope = traced.get(request)?.scope;
    if (scope === undefined) done();
    else scope.runInAsyncScope(done);
  });
  app.addHook("onResponse", async (request, { statusCode }) => close(request, statusCode));
  app.addHook("onRequestAbort", async (request) => close(request, 499));

  function close(request: FastifyRequest, status: number): void {
    const { span, end } = traced.get(request) ?? {};
    span?.tell({ "http.response.status_code": status });
    if (status >= 500) span?.fail(String(status));
    end?.();
  }
}

function jobOf({ params, routeOptions: { url = "" } }: FastifyRequest): Facts {
  if (!url.includes("/jobs/:id") || typeof params !== "object" || params === null || !("id" in params)) return {};
  const { id } = params;
  return typeof id === "string" && ID.test(id) ? { "job.id": id.toLowerCase() } : {};
}
