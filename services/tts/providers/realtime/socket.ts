import { on } from "node:events";
import type { IncomingMessage } from "node:http";
import { ProviderError } from "@guchi/providers/failure.ts";
import { retryAfterMs } from "@guchi/platform/net/retry-after.ts";
import { kindOfStatus, networkFailure } from "@guchi/providers/http.ts";
import { kindOfCode } from "@guchi/providers/openai-codes.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";
import { WebSocket, type RawData } from "ws";

/**
 * A delta holds some hundred milliseconds of sound; what is larger than this is not from this API.
 */
const MAX_EVENT_BYTES = 4_000_000;
const MAX_REFUSAL_BYTES = 100_000;

export interface Socket {
  send(event: object): void;
}

/**
 * Opens a session of the Realtime API and gives its events, each with the socket to answer on. The
 * socket is gone when the loop over it ends, however it ends. Throws ProviderError, and the
 * signal's reason when it is aborted. It ends without an error when the server closes the
 * connection.
 */
export async function* realtimeEvents(
  provider: string,
  { url, apiKey, signal }: { readonly url: string; readonly apiKey: string; readonly signal: AbortSignal },
): AsyncGenerator<readonly [event: unknown, socket: Socket]> {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${apiKey}` },
    maxPayload: MAX_EVENT_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const messages = on(socket, "message", { signal, close: ["close"] });
  const refused = Promise.withResolvers<never>();
  refused.promise.catch(() => undefined);
  socket.once("unexpected-response", (_, response) => {
    refusalOf(provider, response).then(refused.reject, refused.reject);
  });
  // Node ends the process at an error that nobody listens to; the loop gets it through `on`.
  socket.on("error", () => undefined);
  try {
    for (;;) {
      const next = await Promise.race([messages.next(), refused.promise]);
      if (next.done === true) return;
      const [data] = next.value as [RawData];
      yield [parse(provider, data), { send: (event) => socket.send(JSON.stringify(event)) }];
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ProviderError ? error : networkFailure(provider, error);
  } finally {
    await messages.return?.();
    // Nothing more is wanted of the other side, so there is no goodbye to wait for.
    socket.terminate();
  }
}

function parse(provider: string, data: RawData): unknown {
  const event = Buffer.isBuffer(data) ? jsonOrUndefined(data.toString()) : undefined;
  if (event === undefined) throw new ProviderError("broken_answer", provider);
  return event;
}

const Refusal = Type.Object({ error: Type.Object({ code: Type.Union([Type.String(), Type.Null()]) }) });

/**
 * What the answer to the handshake says when it is not 101: it is HTTP, as of any other endpoint.
 */
async function refusalOf(provider: string, response: IncomingMessage): Promise<ProviderError> {
  const status = response.statusCode ?? 0;
  let text = "";
  try {
    for await (const part of response.setEncoding("utf8")) {
      text += String(part);
      if (text.length > MAX_REFUSAL_BYTES) break;
    }
  } catch {
    text = ""; // broken off: the status alone must do
  }
  const code = codeIn(text);
  return new ProviderError(kindOfCode(code) ?? kindOfStatus(status), provider, {
    retryAfterMs: status === 429 ? retryAfterMs(response.headers["retry-after"]) : undefined,
    cause: new Error(`Realtime API: handshake answered with ${status}`),
  });
}

function codeIn(text: string): string | null | undefined {
  const body = jsonOrUndefined(text);
  return fits(Refusal, body) ? body.error.code : undefined;
}
