import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ConflictError, UnknownPipelineError } from "@guchi/chain/client.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { DamagedRecordError, isReadableElsewhere } from "@guchi/chain/job/damaged.ts";
import { NotReplicatedError } from "@guchi/chain/redis/replicas.ts";
import { isRefusedForNow } from "@guchi/chain/redis/trouble.ts";
import { isRedisUnavailable } from "@guchi/chain/redis/unavailable.ts";
import { SchemaError } from "@guchi/chain/schema.ts";
import { errorsOf, ProblemError, type ProblemKind } from "./problem.ts";
import { refuseOddHost } from "./host.ts";
import { unrouted } from "./unrouted.ts";

const RETRY_SOON = { "retry-after": "2" };
/** What is told of a job whose record does not validate. */
export const DAMAGED = "This job's record is damaged. Send DELETE to remove the job.";

/** Every error becomes problem details here, and nowhere else. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => sendProblem(toProblem(error), request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(unrouted(app, request), request, reply));
  // Before the body is looked at: what no route takes may have any.
  app.addHook("onRequest", (request, _reply, done) => {
    refuseOddHost(request);
    if (request.is404) throw unrouted(app, request);
    done();
  });
}

/** Sends a problem and logs what is ours to mend. */
export function sendProblem(problem: ProblemError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.status === 500) request.log.error({ code: "http.unexpected", err: problem.cause }, "unexpected error");
  else if (problem.cause !== undefined) request.log.warn({ code: "http.problem", err: problem.cause }, problem.message);
  // Whoever set it already, such as the watch over the load, knows better.
  const retryAfter = reply.hasHeader("retry-after") ? { "retry-after": reply.getHeader("retry-after") } : {};
  return (
    reply
      .code(problem.status)
      .headers({ ...problem.headers, ...retryAfter })
      .type("application/problem+json")
      // Not as text: Fastify would add a charset, which the type does not have.
      .send(Buffer.from(JSON.stringify(problem)))
  );
}

/**
 * The problem that an error amounts to. What nobody foresaw is `internal`, and its own text stays
 * in the log.
 */
export function toProblem(error: FastifyError | Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof UnknownPipelineError) return invalid("/pipeline", error.message);
  if (error instanceof ConflictError) return new ProblemError("key-reused", error.message);
  if (error instanceof DamagedRecordError) return damaged(error);
  if (error instanceof SchemaError) {
    const errors = errorsOf(error.problems, "/input");
    return new ProblemError("invalid-request", "The input does not match the pipeline's schema", { errors });
  }
  if (error instanceof NotReplicatedError) {
    const detail = "No replica of Redis has confirmed this yet. Send it again, with the same Idempotency-Key.";
    return new ProblemError("unavailable", detail, { headers: RETRY_SOON, cause: error });
  }
  if (isRedisUnavailable(error)) {
    const what = isRefusedForNow(error) ? "Redis takes no writes for now" : "Redis cannot be reached";
    const detail = `${what}. Accepted jobs are safe; send the request again.`;
    return new ProblemError("unavailable", detail, { headers: RETRY_SOON, cause: error });
  }
  if (error instanceof StageError && error.code === "media_unavailable") {
    const detail = "The media store cannot be reached. Nothing is lost; send the request again.";
    return new ProblemError("unavailable", detail, { headers: RETRY_SOON, cause: error });
  }
  if ("code" in error && (error.code === "EMFILE" || error.code === "ENFILE")) {
    const headers = { "retry-after": "5" };
    return new ProblemError("unavailable", "The gateway has run out of file handles. Try again.", {
      headers,
      cause: error,
    });
  }
  return "statusCode" in error ? fromFastify(error) : unexpected(error);
}

const CONTEXTS: Readonly<Record<string, string>> = {
  body: "The body",
  headers: "A header",
  params: "The path",
  querystring: "The query",
};

/** Of errors whose own words can be told. */
const KINDS: Readonly<Record<number, ProblemKind>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  412: "precondition-failed",
  416: "range-not-satisfiable",
  429: "too-many-requests",
};

function fromFastify(error: FastifyError): ProblemError {
  if (error.validation !== undefined) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      pointer: instancePath,
      detail: message ?? "is not valid",
    }));
    return new ProblemError(
      "invalid-request",
      `${CONTEXTS[error.validationContext ?? "body"] ?? "The request"} does not fit`,
      { errors },
    );
  }
  const kind = error.statusCode === undefined ? undefined : KINDS[error.statusCode];
  if (kind !== undefined) return new ProblemError(kind, error.message);
  if (error.statusCode === 413) return new ProblemError("too-large", "The body must be at most 64 KiB");
  if (error.statusCode === 415) return new ProblemError("unsupported-media-type", "Send application/json");
  if (error.statusCode === 503) return new ProblemError("unavailable", error.message, { headers: RETRY_SOON });
  if (error.statusCode !== undefined && error.statusCode < 500) {
    // The JSON parser's own words may repeat a piece of the body.
    const detail = error instanceof SyntaxError ? "The body is not JSON" : error.message;
    return new ProblemError("invalid-request", detail);
  }
  return unexpected(error);
}

/** Amid an upgrade or a change of DATA_KEY another gateway, or this one soon, can read the job. */
function damaged(error: DamagedRecordError): ProblemError {
  if (!isReadableElsewhere(error)) return new ProblemError("conflict", DAMAGED, { cause: error });
  const detail = error.isNewer
    ? "A newer version of Guchi wrote this job. Try again later."
    : "This job is encrypted with a DATA_KEY that this gateway lacks. Try again later.";
  return new ProblemError("unavailable", detail, { headers: RETRY_SOON });
}

function invalid(pointer: string, detail: string): ProblemError {
  return new ProblemError("invalid-request", detail, { errors: [{ pointer, detail }] });
}

function unexpected(cause: Error): ProblemError {
  return new ProblemError("internal", "The gateway's log has the cause", { cause });
}
