import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../http/problem.ts";
import type { Document, PageFile } from "./files.ts";
import type { Pages } from "./pages.ts";

interface Options {
  /** The path that a proxy puts before each: empty, or one such as `/guchi`. */
  readonly basePath: string;
  readonly pages: () => Promise<Pages>;
}

/** The chat page at `/`, and under `/page/` the files that pages load. */
export const pageRoutes: FastifyPluginAsync<Options> = async (app, { basePath, pages }) => {
  // Its links are relative, so that they work under any path that ends in a slash.
  app.addHook("onRequest", async ({ originalUrl }, reply) => {
    const [path, query] = originalUrl.split("?", 2);
    if (basePath !== "" && path === basePath) {
      return reply.redirect(`${basePath}/${query === undefined ? "" : `?${query}`}`, 308);
    }
    return undefined;
  });
  app.get("/", { schema: { hide: true } }, async (_request, reply) => {
    return sendDocument(reply, (await pages()).chat);
  });
  app.get<{ Params: { "*": string } }>("/page/*", { schema: { hide: true } }, async (request, reply) => {
    const file = (await pages()).files.get(`page/${request.params["*"]}`);
    if (file === undefined) throw new ProblemError("not-found", "No page has such a file");
    return send(file, request, reply);
  });
};

export function sendDocument(reply: FastifyReply, { html, policy }: Document): FastifyReply {
  return reply
    .type("text/html; charset=utf-8")
    .headers({ "cache-control": "no-cache", "content-security-policy": policy })
    .send(html);
}

function send({ type, etag, body, gzipped }: PageFile, { headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.type(type).headers({ "cache-control": "no-cache", vary: "accept-encoding", etag });
  if (headers["if-none-match"] === etag) return reply.code(304).send();
  const isSmaller = gzipped !== undefined && /\bgzip\b/.test(headers["accept-encoding"] ?? "");
  return isSmaller ? reply.header("content-encoding", "gzip").send(gzipped) : reply.send(body);
}
