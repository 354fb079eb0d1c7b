import type { FastifyInstance } from "fastify";
import { readDocument, readPageFiles } from "./files.ts";

const JOB = "/jobs/:id";
const FOLDERS = ["page/job/", "page/chat/storage", "page/lit-html/", "page/@guchi/client/"];

/**
 * A job's page in place of its JSON, for whoever asks with `Accept: text/html`, as a browser's
 * address bar does. It holds nothing of the job: its code asks for that as any client does. Comes
 * before the guard of the API, so that it can ask for a key.
 */
export async function showJobPages(api: FastifyInstance, publicBaseUrl: string | undefined): Promise<void> {
  const files = await readPageFiles();
  const base = publicBaseUrl === undefined ? "" : `${publicBaseUrl}/`;
  const page = await readDocument(new URL("job/index.html", import.meta.url), {
    files,
    folders: FOLDERS,
    up: "../",
    base,
  });
  api.addHook("onRequest", async ({ method, headers, routeOptions }, reply) => {
    if (routeOptions.url !== JOB || (method !== "GET" && method !== "HEAD")) return undefined;
    reply.header("vary", "accept");
    if (!namesHtml(headers.accept)) return undefined;
    return reply
      .type("text/html; charset=utf-8")
      .headers({ "cache-control": "no-cache", "content-security-policy": page.policy })
      .send(page.html);
  });
}

/** Whether HTML is asked for by name: a wildcard, as of curl or a library, means JSON. */
function namesHtml(accept: string | undefined): boolean {
  return (accept ?? "").split(",").some((range) => /^\s*text\/html\s*(?:;(?!\s*q=0(?:\.0*)?\s*$).*)?$/i.test(range));
}
