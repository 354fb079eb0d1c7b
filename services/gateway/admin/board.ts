import { setImmediate } from "node:timers/promises";
import { createBullBoard } from "@bull-board/api";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyBaseLogger, FastifyPluginAsync } from "fastify";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Queues } from "@guchi/chain/queues.ts";
import { THIRD_PARTY_PAGE_CSP } from "../http/headers.ts";
import { sendProblem, toProblem } from "../http/errors.ts";
import { ProblemError } from "../http/problem.ts";
import type { AdminAccess } from "./access/access.ts";
import { isPageOpened } from "./access/browser.ts";
import { StageQueue } from "./entries.ts";

interface Options {
  readonly queues: Queues;
  readonly client: Pick<JobClient, "find">;
  readonly stages: readonly string[];
  readonly access: AdminAccess;
  /** In front of each path: empty, or one such as `/guchi`. */
  readonly basePath: string;
}

const BASE_PATH = "/admin/queues";
/**
 * Bull Board's page asks a server of fonts, which would learn who looks at it; the system's fonts
 * do.
 */
const FONT_LINK = /<link href="https:\/\/fonts\.googleapis\.com[^>]*>/g;

/** Bull Board, for whoever is signed in. */
export const boardRoutes: FastifyPluginAsync<Options> = async (app, { queues, client, stages, access, basePath }) => {
  // Answered here and not thrown: Bull Board has an error handler of its own, which makes a 500 of
  // everything.
  app.addHook("onRequest", async (request, reply) => {
    const problem = await access.admit(request);
    if (problem === undefined) return undefined;
    if (isPageOpened(request) && problem.status === 401) return reply.redirect(`${basePath}/admin`, 303);
    return sendProblem(problem, request, reply);
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    reply.header("content-security-policy", THIRD_PARTY_PAGE_CSP);
    return typeof payload === "string" ? payload.replaceAll(FONT_LINK, "") : payload;
  });
  await setImmediate(); // a turn that has made routes for a second would let commands time out
  const board = new FastifyAdapter();
  board.setBasePath(basePath + BASE_PATH);
  createBullBoard({
    queues: stages.map((stage) => new StageQueue(stage, { queues, client, basePath })),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: "Guchi" } },
  });
  // A queue whose first command timed out would stay broken.
  await Promise.all(
    stages.map(async (stage) =>
      queues
        .get(stage)
        .waitUntilReady()
        .catch(() => undefined),
    ),
  );
  board.setErrorHandler((error) => boardError(error, app.log));
  await app.register(board.registerPlugin(), { prefix: BASE_PATH });
};

/**
 * The members of problem details, and the one that Bull Board's page reads. The error's own words,
 * which name keys and scripts, are left out; a status that Fastify gave it (a body that is no JSON,
 * a path that leaves the folder) stays.
 */
function boardError(error: Error, log: FastifyBaseLogger) {
  const problem = isAskedFor(error)
    ? new ProblemError("invalid-request", "There is no such thing here")
    : toProblem(error);
  if (problem.status === 500) log.error({ code: "http.unexpected", err: error }, "unexpected error of Bull Board");
  const shown = { key: "ERRORS.INTERNAL_SERVER_ERROR", message: problem.message } as const;
  // Bull Board sends any status, though its type lists only those of its own.
  return { status: problem.status as 400, body: { ...problem.toJSON(), error: shown } };
}

/** What a made-up job id or page number leads to. */
function isAskedFor(error: Error): boolean {
  return error instanceof URIError || error instanceof SyntaxError || /^WRONGTYPE|not an integer/.test(error.message);
}
