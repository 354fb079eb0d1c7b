import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { isGoodSignature } from "@guchi/platform/media/sign.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import { parseMediaKey, type ByteRange, type MediaStore } from "@guchi/platform/media/store.ts";
import { Readable } from "node:stream";
import parseRange from "range-parser";
import Type from "typebox";
import { problems } from "../http/problem-responses.ts";
import { ProblemError } from "../http/problem.ts";

interface Options {
  readonly media: MediaStore;
  readonly secret: Secret;
  /** Whether a GET is led to the store itself, where that has URLs of its own. */
  readonly redirects?: boolean | undefined;
}

const Query = Type.Object({
  exp: Type.Integer({ minimum: 0, description: "Seconds since the epoch until which the URL is good" }),
  sig: Type.String({ pattern: "^[A-Za-z0-9_-]{22}$" }),
});

const bytes = { schema: Type.Unsafe<Readable>({ type: "string", format: "binary" }) };
const FILES = { "image/jpeg": bytes, "image/png": bytes, "audio/mpeg": bytes } as const;

/**
 * `GET /media/{key}`: the file itself, for anyone who holds a good URL; no header is needed, since
 * LINE's apps send none. One byte range is served as 206 (iOS players insist); several at once are
 * answered with the whole file, as RFC 9110 section 14.2 allows. With `redirects` the store answers
 * in our place, by a URL that ends no later than the one that it was asked by.
 */
export const mediaRoutes: FastifyPluginCallbackTypebox<Options> = (app, { media, secret, redirects = false }, done) => {
  app.get(
    "/media/:job/:file",
    {
      exposeHeadRoute: true,
      schema: {
        operationId: "getMedia",
        summary: "A picture or a sound",
        description: "Signed and expiring; take the URL from a job's output. Answers Range requests.",
        tags: ["media"],
        security: [],
        params: Type.Object({ job: Type.String(), file: Type.String() }),
        querystring: Query,
        response: {
          200: { description: "The whole file", content: FILES },
          206: { description: "The range that was asked for", content: FILES },
          302: Type.Null({
            description: "The file's URL at the media store, good for a while (with `S3_PRESIGN` alone)",
            headers: { location: { type: "string", format: "uri" } },
          }),
          ...problems(400, 403, 404, 410, 416, 503),
        },
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const key = `${params.job}/${params.file}`;
      if (parseMediaKey(key) === undefined || !isGoodSignature(secret.value, key, query, 0)) {
        throw new ProblemError("forbidden", "The signature is not good for this file");
      }
      const secondsLeft = query.exp - Math.floor(Date.now() / 1_000);
      if (secondsLeft <= 0) throw new ProblemError("gone", "The URL has expired; get the job again for a new one");
      const info = await media.info(key);
      if (info === undefined) throw missing();
      // A presigned URL is for GET alone.
      const link = redirects && request.method === "GET" ? await media.link(key, query.exp) : undefined;
      if (link !== undefined) return reply.header("cache-control", "no-store").redirect(link, 302);
      // Only GET has ranges (RFC 9110, 14.2). No If-Range holds: files have no tag and no date that
      // it could name (13.1.5).
      const mayBePart = request.method === "GET" && request.headers["if-range"] === undefined;
      const range = mayBePart ? oneRange(info.bytes, request.headers.range) : undefined;
      const file = request.method === "HEAD" ? Readable.from([]) : await open(media, key, range);
      reply.type(info.contentType).headers({
        "accept-ranges": "bytes",
        "cache-control": `private, max-age=${secondsLeft}, immutable`,
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      });
      if (range === undefined) return reply.header("content-length", info.bytes).send(file);
      return reply
        .code(206)
        .header("content-range", `bytes ${range.start}-${range.end}/${info.bytes}`)
        .header("content-length", range.end - range.start + 1)
        .send(file);
    },
  );
  done();
};

/**
 * Opens the file, before any header tells of it. Throws ProblemError 404 when it was purged just
 * now.
 */
async function open(media: MediaStore, key: string, range: ByteRange | undefined): Promise<Readable> {
  try {
    return await media.read(key, range);
  } catch (error) {
    if ((await media.info(key)) === undefined) throw missing();
    throw error;
  }
}

function missing(): ProblemError {
  return new ProblemError("not-found", "There is no such file (any more)");
}

/**
 * The range asked for, or undefined to send all. Throws ProblemError when it lies outside of the
 * file.
 */
function oneRange(bytes: number, header: string | undefined): ByteRange | undefined {
  // Another unit is to be ignored, whatever it says (RFC 9110, 14.2); units are written in any case
  // (14.1).
  if (header === undefined || !/^bytes=/i.test(header)) return undefined;
  // More bytes from the end than there are: all of them (14.1.2). The library would find that
  // unsatisfiable.
  const fitting = header.replaceAll(/(?<=[=,]\s*)-(\d+)/g, (_, last: string) => `-${Math.min(Number(last), bytes)}`);
  const ranges = parseRange(bytes, fitting);
  if (ranges === -2) return undefined; // malformed: to be ignored (RFC 9110, 14.2)
  if (ranges === -1) {
    throw new ProblemError("range-not-satisfiable", `The file has ${bytes} bytes`, {
      headers: { "content-range": `bytes */${bytes}` },
    });
  }
  const [only] = ranges;
  return ranges.length === 1 ? only : undefined;
}
