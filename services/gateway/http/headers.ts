import type { FastifyInstance } from "fastify";

const COMMON = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // For what is no page. Pages say more.
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;
/** A year: https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1 */
const HSTS = { "strict-transport-security": "max-age=31536000" } as const;

/**
 * What a page of others may load and do, the API page and Bull Board: its own files only. Their
 * scripts set styles, which is why these may be inline.
 */
export const THIRD_PARTY_PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Headers that each answer of `app` has, unless a route says otherwise: no framing, no guessing of
 * types, https where clients come by it.
 */
export function secureHeaders(app: FastifyInstance, publicBaseUrl: string | undefined): void {
  const headers = Object.entries({ ...COMMON, ...(publicBaseUrl?.startsWith("https:") === true && HSTS) });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
}
