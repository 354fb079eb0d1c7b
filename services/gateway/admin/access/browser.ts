import type { FastifyRequest } from "fastify";

type Asked = Pick<FastifyRequest, "headers">;

/**
 * Whether a browser asks. Browsers send Sec-Fetch-… to https and to loopback only; over http in a
 * network they are known by what programs leave out.
 */
export function isBrowser({ headers }: Asked): boolean {
  return (
    headers["sec-fetch-mode"] !== undefined || headers["accept-language"] !== undefined || takesHtml(headers.accept)
  );
}

/** Whether somebody opens a page, rather than that a page asks for something. */
export function isPageOpened({ headers }: Asked): boolean {
  const destination = headers["sec-fetch-dest"];
  return destination === undefined ? takesHtml(headers.accept) : destination === "document";
}

function takesHtml(accept = ""): boolean {
  return accept.includes("text/html");
}
