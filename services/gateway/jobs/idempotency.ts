import type { FastifyRequest } from "fastify";
import { countHeaders } from "../http/host.ts";
import { ProblemError } from "../http/problem.ts";

const NAME = "idempotency-key";
const MAX_KEY_LENGTH = 255;

/**
 * The request's Idempotency-Key, undefined without one. `K` and `"K"` are one key: the draft of the
 * header writes it as a string of structured fields, and many clients do not
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header, RFC 9651, 3.3.3).
 * Keys are apart for each API key, so that no caller meets another's. Throws ProblemError 400.
 */
export function idempotencyKey({ raw, headers, caller }: FastifyRequest): string | undefined {
  const given = headers[NAME];
  if (typeof given !== "string") return undefined;
  if (countHeaders(raw.rawHeaders, NAME) > 1) throw bad("must be sent at most once");
  const key = unquoted(given.trim());
  if (key === "" || key.length > MAX_KEY_LENGTH) throw bad(`must be a string of 1 to ${MAX_KEY_LENGTH} characters`);
  return caller === "" ? key : `${caller}:${key}`;
}

/** The cause of the job that this request starts: the same key, the same job. */
export function startCause(request: FastifyRequest): string | undefined {
  const key = idempotencyKey(request);
  return key === undefined ? undefined : `http:${key}`;
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const [, inner] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text) ?? [];
  if (inner === undefined) throw bad("must be a valid quoted string");
  return inner.replaceAll(/\\(["\\])/g, "$1");
}

function bad(detail: string): ProblemError {
  const errors = [{ pointer: `/${NAME}`, detail }];
  return new ProblemError("invalid-request", "Idempotency-Key is not valid", { errors });
}
