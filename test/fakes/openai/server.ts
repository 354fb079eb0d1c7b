import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal, type Answer, type Behavior, type FakeRoute } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { serve } from "../serve.ts";

/** One request that was answered or cut. */
export interface Called {
  /** The route's name, or the path when there is none. */
  readonly name: string;
  /** 0 where the connection was cut instead of an answer. */
  readonly status: number;
  readonly body: unknown;
}

interface Options {
  /** The key that is good. */
  readonly apiKey?: string;
  readonly routes?: readonly FakeRoute[];
}

export type FakeOpenAi = Awaited<ReturnType<typeof startFakeOpenAi>>;

/**
 * OpenAI's API as a strict server: it refuses what OpenAI refuses. It can be told to be slow, down,
 * rate-limited, gone in the middle or to talk nonsense, request by request.
 */
export async function startFakeOpenAi({ apiKey = "sk-fake-key-of-a-test", routes = ROUTES }: Options = {}) {
  const calls: Called[] = [];
  const behaviors = new Map<string, Behavior[]>();
  const always = new Map<string, Behavior>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytesIn = await buffer(request);
    const path = (request.url ?? "").replace(/\?.*$/, "");
    const route = routes.find((each) => `/v1${each.path}` === path && each.method === request.method);
    const name = route?.name ?? path;
    const behavior = behaviors.get(name)?.shift() ?? always.get(name) ?? {};
    const body = route?.form === true ? await fieldsOf(request, bytesIn) : parse(bytesIn.toString("utf8"));
    const call = { name, status: 0, body };
    calls.push(call);
    if (behavior.delayMs !== undefined) await sleep(behavior.delayMs);
    if (behavior.hold !== undefined) await behavior.hold;
    if (behavior.cut === "before") return void request.socket.destroy();
    const answer = told(behavior) ?? (await ruled(route, request, body));
    const { status } = answer;
    const bytes = answer.body instanceof Uint8Array ? answer.body : Buffer.from(JSON.stringify(answer.body));
    const type = answer.body instanceof Uint8Array ? "application/octet-stream" : "application/json";
    const headers = { "content-type": type, "x-request-id": "req_fake", ...answer.headers, ...behavior.headers };
    response.writeHead(status, headers);
    if (behavior.cut === "inside") {
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
      return undefined;
    }
    call.status = status;
    response.end(bytes);
    return undefined;
  }

  async function ruled(route: FakeRoute | undefined, request: IncomingMessage, body: unknown): Promise<Answer> {
    try {
      checkKey(request, apiKey);
      if (route === undefined) throw new ApiRefusal(404, `Invalid URL (${request.method} ${request.url})`);
      if (route.method === "POST") checkBody(request, body, route.form);
      return await route.answer({ body, headers: request.headers });
    } catch (error) {
      if (error instanceof ApiRefusal) return { status: error.status, body: error.body };
      throw error;
    }
  }

  const { origin, close } = await serve(handle);
  return {
    /** For OPENAI_BASE_URL. */
    url: `${origin}/v1`,
    apiKey,
    /** Every request, in order. */
    calls: calls as readonly Called[],
    callsOf: (name: string) => calls.filter((call) => call.name === name),
    /** The next requests to this route are answered so, one each; then by the rules again. */
    behave: (name: string, ...next: Behavior[]) => {
      behaviors.set(name, [...(behaviors.get(name) ?? []), ...next]);
    },
    /**
     * What was told for the next requests to this route, and is not used up, does not count any
     * more.
     */
    forget: (name: string) => void behaviors.delete(name),
    /**
     * All further requests to this route are answered so, until it is called without a behavior.
     */
    behaveAlways: (name: string, behavior?: Behavior) => {
      if (behavior === undefined) always.delete(name);
      else always.set(name, behavior);
    },
    close,
  };
}

function checkKey(request: IncomingMessage, apiKey: string): void {
  const { authorization } = request.headers;
  if (authorization === undefined) throw new ApiRefusal(401, "You didn't provide an API key.");
  if (authorization !== `Bearer ${apiKey}`) {
    throw new ApiRefusal(401, "Incorrect API key provided.", { code: "invalid_api_key" });
  }
}

function checkBody(request: IncomingMessage, body: unknown, isForm = false): void {
  const type = isForm ? "multipart/form-data" : "application/json";
  if (request.headers["content-type"]?.split(";")[0] !== type) {
    throw new ApiRefusal(400, `Content-Type must be ${type}.`, { code: "invalid_content_type" });
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiRefusal(400, "We could not parse the JSON body of your request.");
  }
}

function told({ status, code, message = "told to", body, headers = {} }: Behavior): Answer | undefined {
  if (body !== undefined) {
    const asText = typeof body === "string" ? Buffer.from(body) : body;
    return { status: status ?? 200, body: asText, headers: { "content-type": "application/json", ...headers } };
  }
  if (status === undefined) return undefined;
  return { status, body: new ApiRefusal(status, message, { code: code ?? null }).body };
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text; // the rules say what they think of it
  }
}

/** A form's fields by name, files as `File`; undefined where it cannot be read. */
async function fieldsOf(request: IncomingMessage, bytes: Buffer): Promise<unknown> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData().catch(() => undefined);
  return form && Object.fromEntries([...new Set(form.keys())].map((name) => [name, single(form.getAll(name))]));
}

function single<Value>(values: readonly Value[]): Value | readonly Value[] | undefined {
  return values.length > 1 ? values : values[0];
}
