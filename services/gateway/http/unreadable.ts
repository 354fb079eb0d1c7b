import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ProblemError, type ProblemKind } from "./problem.ts";

const KINDS: Readonly<Record<string, ProblemKind>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
  HPE_HEADER_OVERFLOW: "headers-too-large",
};

/**
 * Answers what Node's parser could not read as HTTP, where no request comes to be; then the
 * connection is of no more use.
 */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (socket.writable) {
    const problem = new ProblemError(KINDS[error.code ?? ""] ?? "invalid-request", "The request is not valid HTTP");
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      "Content-Type: application/problem+json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

/**
 * Answers an `Expect` other than 100-continue, which Node keeps from the app:
 * https://www.rfc-editor.org/rfc/rfc9110#field.expect
 */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const problem = new ProblemError("expectation-failed", "Expect must be 100-continue");
  const body = Buffer.from(JSON.stringify(problem));
  response
    .writeHead(problem.status, {
      "content-type": "application/problem+json",
      "content-length": body.length,
      connection: "close",
    })
    .end(body);
}
