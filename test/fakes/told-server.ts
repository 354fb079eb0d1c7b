import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Behavior } from "./openai/route.ts";
import { serve } from "./serve.ts";

export interface ToldRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface ToldCall extends ToldRequest {
  /** 0 where the connection was cut or the client left before an answer. */
  readonly status: number;
}

/**
 * A server on a free port that answers by `rules`, unless it was told otherwise: slow, down,
 * rate-limited, cut, nonsense. What the fakes of small APIs are made of.
 */
export async function startToldServer(rules: (request: ToldRequest) => Answer | Promise<Answer>) {
  const calls: (ToldRequest & { status: number })[] = [];
  const behaviors: Behavior[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
    const url = new URL(request.url ?? "", "http://fake");
    const call = { method: request.method ?? "", url, headers: request.headers, text, status: 0 };
    calls.push(call);
    const told = behaviors.shift() ?? {};
    if (told.delayMs !== undefined) await sleep(told.delayMs);
    if (told.hold !== undefined) await told.hold;
    if (told.cut === "before") return void request.socket.destroy();
    const answer = told.status === undefined && told.body === undefined ? await rules(call) : toldAnswer(told);
    const bytes = answer.body instanceof Uint8Array ? answer.body : Buffer.from(JSON.stringify(answer.body));
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers, ...told.headers });
    if (told.cut === "inside") {
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
      return undefined;
    }
    call.status = answer.status;
    response.end(bytes);
    return undefined;
  }

  const { origin, close } = await serve(handle);
  return {
    url: origin,
    /** Every request, in order. */
    calls: calls as readonly ToldCall[],
    /** The next requests are answered so, one each; then by the rules again. */
    behave: (...next: Behavior[]) => {
      behaviors.push(...next);
    },
    close,
  };
}

function toldAnswer({ status = 200, body = { error: { code: "Told", message: "told to" } } }: Behavior): Answer {
  return { status, body: typeof body === "string" ? Buffer.from(body) : body };
}
