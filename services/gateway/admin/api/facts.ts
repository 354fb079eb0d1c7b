import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { Charts, Costs, Failures, Overview, StageDetail } from "@guchi/contracts/admin.ts";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { abortedWith } from "../../jobs/aborted.ts";
import { ProblemError } from "../../http/problem.ts";
import type { AdminAccess } from "../access/access.ts";
import type { OperationsWatch } from "../facts/watch.ts";
import { hidden } from "./schema.ts";

interface Options {
  readonly access: AdminAccess;
  readonly operations: OperationsWatch;
}

/** How often a stream looks for something new, in ms; and says that it lives. */
const LOOK_EVERY_MS = 2_000;
const HEARTBEAT_MS = 15_000;
/** Streams at a time: each page has one. */
const MOST_STREAMS = 50;
const RECONNECT_MS = 2_000;

/** What is known of the whole, once and as a stream. */
export const factRoutes: FastifyPluginCallbackTypebox<Options> = (app, options, done) => {
  const { operations } = options;
  const closing = new AbortController();
  let streams = 0;
  app.addHook("preClose", async () => closing.abort());
  const get = <Answer>(path: string, schema: object, look: () => Promise<Answer>) => {
    app.get(`/admin/api/${path}`, { schema: { ...hidden, response: { 200: schema } } }, look);
  };
  get("overview", Overview, () => operations.overview());
  get("stages", Type.Array(StageDetail), async () => [...(await operations.stages())]);
  get("failures", Failures, () => operations.failures());
  get("costs", Costs, () => operations.costs());
  get("charts", Charts, () => operations.charts());

  app.get("/admin/api/events", { schema: hidden }, async (request, reply) => {
    if (streams >= MOST_STREAMS) throw tooMany();
    const { signal } = abortedWith(reply);
    const ended = AbortSignal.any([signal, closing.signal]);
    if (!signal.aborted) {
      streams += 1;
      signal.addEventListener("abort", () => (streams -= 1), { once: true });
    }
    return reply
      .headers({ "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" })
      .send(Readable.from(tell(options, request, ended)));
  });
  done();
};

/** The overview whenever it has changed, until the session ends. */
async function* tell(
  { access, operations }: Options,
  request: FastifyRequest,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield `retry: ${RECONNECT_MS}\n\n`;
  let told = "";
  let toldAt = performance.now();
  while (!signal.aborted) {
    if (!(await access.isGood(request.adminSession))) {
      yield "event: signed-out\ndata: {}\n\n";
      return;
    }
    const { at, ...overview } = await operations.overview();
    const text = JSON.stringify(overview);
    if (text !== told) yield `event: overview\ndata: ${JSON.stringify({ at, ...overview })}\n\n`;
    else if (performance.now() - toldAt > HEARTBEAT_MS) yield ":\n\n";
    if (text !== told || performance.now() - toldAt > HEARTBEAT_MS) toldAt = performance.now();
    told = text;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function tooMany(): ProblemError {
  const headers = { "retry-after": "10" };
  return new ProblemError("too-many-requests", "Too many operations pages are open", { headers });
}
