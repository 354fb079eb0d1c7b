import type { FastifyInstance } from "fastify";
import type { Pages } from "./pages.ts";
import { sendDocument } from "./routes.ts";

const JOB = "/jobs/:id";

/**
 * A job's page in place of its JSON, for whoever asks with `Accept: text/html`, as a browser's
 * address bar does. It holds nothing of the job: its code asks for that as any client does. Comes
 * before the guard of the API, so that it can ask for a key.
 */
export function showJobPages(api: FastifyInstance, pages: () => Promise<Pages>): void {
  api.addHook("onRequest", ({ method, headers, routeOptions }, reply, done) => {
    const isOfJob = routeOptions.url === JOB && (method === "GET" || method === "HEAD");
    if (isOfJob) reply.header("vary", "accept");
    if (!isOfJob || !namesHtml(headers.accept)) {
      done();
      return;
    }
    pages().then(({ job }) => sendDocument(reply, job), done);
  });
}

/** Whether HTML is asked for by name: a wildcard, as of curl or a library, means JSON. */
function namesHtml(accept: string | undefined): boolean {
  return (accept ?? "").split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return type === "text/html" && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
