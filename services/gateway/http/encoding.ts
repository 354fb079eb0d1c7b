import type { FastifyInstance } from "fastify";
import { ProblemError } from "./problem.ts";

/**
 * Refuses a body that is compressed, on every route of `app`, and says what is taken:
 * https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16
 */
export function refuseEncodings(app: FastifyInstance): void {
  app.addHook("preParsing", ({ headers }, _reply, _body, done) => {
    const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
    if (encoding === "identity" || encoding === "") {
      done();
      return;
    }
    throw new ProblemError("unsupported-media-type", "Send the body as it is, without Content-Encoding", {
      headers: { "accept-encoding": "identity" },
    });
  });
}
