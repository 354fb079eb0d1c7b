import { isUtf8 } from "node:buffer";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "./problem.ts";

/** Takes bodies of JSON alone, in UTF-8. */
export function takeJson(app: FastifyInstance): void {
  app.removeContentTypeParser("text/plain");
  // It refuses __proto__ and constructor.prototype.
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    // Many clients name a content type where there is no content, as with DELETE.
    if (body.length === 0) done(null, undefined);
    else if (isUtf8(body))
      void parseJson(request, body.toString("utf8"), (error, value) => done(jsonProblem(error, body), value));
    else done(new ProblemError("invalid-request", "The body is not UTF-8"), undefined);
  });
}

/** What is JSON, and was refused all the same, is told as that. */
function jsonProblem(error: Error | null, body: Buffer): Error | null {
  if (error === null) return null;
  if (jsonOrUndefined(body.toString("utf8")) === undefined) {
    return new ProblemError("invalid-request", "The body is not JSON");
  }
  return new ProblemError(
    "invalid-request",
    "The body has a member named __proto__ or constructor.prototype, which is refused",
  );
}
