import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

/**
 * The problem of a request that no route takes: 405 with the methods that its path does have, or
 * 404. The router itself is asked, with the request's own URL, so that no second list of routes can
 * get out of step.
 */
export function unrouted(app: FastifyInstance, request: FastifyRequest): ProblemError {
  const { method, url } = request;
  const allowed = app.supportedMethods.filter((each) => app.findRoute({ method: each, url }) !== null).toSorted();
  // A path that has the method and leads nowhere all the same: a file that the API page does not
  // have.
  if (allowed.length === 0 || allowed.includes(method)) {
    return new ProblemError("not-found", `There is nothing at this path`);
  }
  const allow = allowed.join(", ");
  return new ProblemError("method-not-allowed", `This path does not support ${method}, only ${allow}`, {
    headers: { allow },
  });
}
