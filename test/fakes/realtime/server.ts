import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { isModel } from "../openai/models.ts";
import { ApiRefusal } from "../openai/route.ts";
import { readOrder, type Order } from "./order.ts";
import { pcmOf, spoken } from "./events.ts";

/** How the next session goes otherwise than by the rules. */
export interface RealtimeBehavior {
  /** Answer the handshake with this status instead. */
  readonly handshake?: { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> };
  /** Say nothing at all after the handshake, or nothing more after the order. */
  readonly silent?: "at once" | "after the order";
  /** Close the connection when the order comes, or in the middle of the sound. */
  readonly cut?: "before" | "inside";
  /** Answer the order with an error event. */
  readonly error?: { readonly type: string; readonly code: string | null };
  /** End the response so instead of completed. */
  readonly ended?: { readonly status: string; readonly status_details?: object };
  /** Say that this was said. */
  readonly transcript?: string;
  /** Leave events of this type out. */
  readonly without?: string;
  /** Send this as the sound. */
  readonly pcm?: Uint8Array;
  /** Send this text in place of every event. */
  readonly garbage?: string;
}

export interface RealtimeCall {
  readonly model: string;
  /** Every order that came, also those that were answered with an error. */
  readonly orders: Order[];
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

interface Options {
  readonly apiKey?: string;
}

export type FakeRealtime = Awaited<ReturnType<typeof startFakeRealtime>>;

/**
 * The Realtime API as a strict server: it refuses a handshake and an order as OpenAI does, and
 * speaks a tone as long as the text would take. It can be told to be down, silent, chatty, gone in
 * the middle or to talk nonsense, session by session.
 */
export async function startFakeRealtime({ apiKey = "sk-fake-key-of-a-test" }: Options = {}) {
  const calls: RealtimeCall[] = [];
  const behaviors: RealtimeBehavior[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((_, response) => response.writeHead(404).end());

  server.on("upgrade", (request, socket, head) => {
    const behavior = behaviors.shift() ?? {};
    const refusal = behavior.handshake ?? refusalOf(request, apiKey);
    if (refusal !== undefined) return refuse(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (session) => {
      const model = new URL(request.url ?? "", "http://fake").searchParams.get("model") ?? "";
      calls.push(serve(session, model, behavior));
    });
    return undefined;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    /** For OPENAI_BASE_URL. */
    url: `http://127.0.0.1:${port}/v1`,
    apiKey,
    /** Every session whose handshake was accepted, in order. */
    calls: calls as readonly RealtimeCall[],
    /** The next handshakes are answered so, one each; then by the rules again. */
    behave: (...next: RealtimeBehavior[]) => {
      behaviors.push(...next);
    },
    close: async () => {
      for (const session of sockets.clients) session.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function serve(session: WebSocket, model: string, behavior: RealtimeBehavior): RealtimeCall {
  const closed = new Promise<void>((resolve) => {
    session.once("close", () => resolve());
  });
  const call: RealtimeCall = { model, orders: [], closed };
  const send = (event: object) =>
    session.send(behavior.garbage ?? JSON.stringify({ event_id: "event_fake", ...event }));
  session.on("message", (data: Buffer) => {
    const problem = take(data.toString(), call);
    if (behavior.cut === "before") return session.terminate();
    if (behavior.silent === "after the order") return undefined;
    if (behavior.error !== undefined) return send({ type: "error", error: { message: "told to", ...behavior.error } });
    if (problem !== undefined) return send({ type: "error", error: problem });
    const { text = "" } = call.orders.at(-1) ?? {};
    const events = spoken({
      pcm: behavior.pcm ?? pcmOf(text),
      transcript: behavior.transcript ?? text,
      ...behavior.ended,
    });
    for (const [i, event] of events.entries()) {
      if (behavior.cut === "inside" && i === Math.floor(events.length / 2)) return session.terminate();
      if (event.type !== behavior.without) send(event);
    }
    return undefined;
  });
  if (behavior.silent !== "at once")
    send({ type: "session.created", session: { type: "realtime", id: "sess_fake", model } });
  return call;
}

/** The error that an event from the client gets, undefined when it is in order. */
function take(text: string, { orders }: RealtimeCall): object | undefined {
  try {
    const event = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (event["type"] !== "response.create")
      throw new ApiRefusal(400, "Invalid value: 'type'.", { code: "invalid_value" });
    orders.push(readOrder(event));
    return undefined;
  } catch (error) {
    const known = error instanceof ApiRefusal ? error : new ApiRefusal(400, "No JSON.", { code: "invalid_json" });
    return { type: "invalid_request_error", code: known.code, message: known.message, param: known.param };
  }
}

function refusalOf({ url = "", headers }: IncomingMessage, apiKey: string): RealtimeBehavior["handshake"] {
  const { pathname, searchParams } = new URL(url, "http://fake");
  if (pathname !== "/v1/realtime") return { status: 404 };
  if (headers.authorization !== `Bearer ${apiKey}`) return { status: 401, code: "invalid_api_key" };
  const model = searchParams.get("model");
  if (model === null) return { status: 400, code: "missing_model" };
  if (!isModel(model) || !model.includes("realtime")) return { status: 404, code: "model_not_found" };
  return undefined;
}

function refuse(
  socket: Duplex,
  { status, code = null, headers = {} }: { status: number; code?: string | null; headers?: Record<string, string> },
): void {
  const body = JSON.stringify({ error: { message: "refused", type: "invalid_request_error", param: null, code } });
  const lines = Object.entries({
    "content-type": "application/json",
    "content-length": String(body.length),
    ...headers,
  });
  const head = [
    `HTTP/1.1 ${status} Refused`,
    "connection: close",
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
