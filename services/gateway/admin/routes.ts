import { timingSafeEqual } from "node:crypto";
import { createBullBoard } from "@bull-board/api";
import { FastifyAdapter } from "@bull-board/fastify";
import basicAuth from "@fastify/basic-auth";
import type { FastifyBaseLogger, FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Queues } from "@guchi/chain/queues.ts";
import { digest } from "../http/access.ts";
import { localOnly } from "../http/local.ts";
import { FOREIGN_PAGE_CSP } from "../http/headers.ts";
import { sendProblem, toProblem } from "../http/errors.ts";
import { ProblemError } from "../http/problem.ts";
import { Throttle } from "../http/throttle.ts";
import { StageQueue } from "./entries.ts";

interface Options {
  readonly queues: Queues;
  readonly client: Pick<JobClient, "find">;
  readonly stages: readonly string[];
  /** Password of user `admin`; undefined: only requests from this machine come in. */
  readonly password: string | undefined;
  /** In front of each path: empty, or one such as `/guchi`. */
  readonly basePath: string;
}

const BASE_PATH = "/admin/queues";
const LOCAL_ONLY = "Set ADMIN_PASSWORD to use /admin from another machine";
/**
 * Bull Board's page asks a server of fonts, which would learn who looks at it; the system's fonts
 * do.
 */
const FONT_LINK = /<link href="https:\/\/fonts\.googleapis\.com[^>]*>/g;

/** Bull Board behind a password or, without one, for this machine only. */
export const adminRoutes: FastifyPluginAsync<Options> = async (app, { queues, client, stages, password, basePath }) => {
  if (password !== undefined) {
    await app.register(basicAuth, { validate: checkPassword(password), authenticate: { realm: "guchi" } });
  }
  const throttle = new Throttle();
  // Answered here and not thrown: Bull Board has an error handler of its own, which makes a 500 of
  // everything.
  app.addHook("onRequest", async (request, reply) => {
    const problem =
      password === undefined ? localOnly(request, LOCAL_ONLY) : await signedIn(app, request, reply, throttle);
    if (problem !== undefined) return sendProblem(problem, request, reply);
    request.who = password === undefined ? "local" : "admin";
    return undefined;
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    reply.header("content-security-policy", FOREIGN_PAGE_CSP);
    return typeof payload === "string" ? payload.replaceAll(FONT_LINK, "") : payload;
  });
  const board = new FastifyAdapter();
  board.setBasePath(basePath + BASE_PATH);
  createBullBoard({
    queues: stages.map((stage) => new StageQueue(stage, { queues, client, basePath })),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: "Guchi" } },
  });
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
  if (problem.status === 500) log.error({ err: error }, "unexpected error of Bull Board");
  const shown = { key: "ERRORS.INTERNAL_SERVER_ERROR", message: problem.message } as const;
  // Bull Board sends any status, though its type lists only those of its own.
  return { status: problem.status as 400, body: { ...problem.toJSON(), error: shown } };
}

/** What a made-up job id or page number leads to. */
function isAskedFor(error: Error): boolean {
  return error instanceof URIError || error instanceof SyntaxError || /^WRONGTYPE|not an integer/.test(error.message);
}

/** A right password has to wait, too: it must not be told from a wrong one by whoever guesses. */
async function signedIn(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, throttle: Throttle) {
  const tries = request.headers.authorization !== undefined;
  const wait = tries ? throttle.problem(request.ip) : undefined;
  if (wait !== undefined) return wait;
  const error = await new Promise<Error | undefined>((resolve) => app.basicAuth(request, reply, resolve));
  if (error === undefined) return undefined;
  if (tries) throttle.failed(request.ip);
  return new ProblemError("unauthorized", "Sign in as admin");
}

function checkPassword(password: string) {
  const expected = digest(password);
  return async (username: string, given: string) => {
    const good = timingSafeEqual(digest(given), expected);
    if (!good || username !== "admin") throw new Error("Wrong user or password");
  };
}
