import { randomBytes, randomUUID } from "node:crypto";
import { isObject, messageProblems } from "./messages.ts";

/** A message as a user sees it. */
export type Seen = Readonly<Record<string, unknown>> & { readonly type: string };

/** Messages that LINE took and showed. */
export interface Sent {
  readonly via: "reply" | "push";
  readonly to: string;
  readonly messages: readonly Seen[];
  readonly retryKey?: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Whether the sender was told that it was taken. */
  isTold: boolean;
}

export type Endpoint = "reply" | "push" | "loading" | "token" | "validate" | "webhook-test" | Told;
/** What is asked with GET. */
type Told = "info" | "webhook" | "quota" | "consumption" | "content" | "transcoding";
const TOLD: ReadonlySet<Endpoint> = new Set(["info", "webhook", "quota", "consumption", "content", "transcoding"]);

export const MONTHLY_LIMIT = "You have reached your monthly limit.";
export const RATE_LIMIT = "The API rate limit has been exceeded. Try again later.";
const AUTH_FAILED = "Authentication failed. Confirm that the access token in the authorization header is valid.";
const INVALID_REPLY_TOKEN = "Invalid reply token";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export interface Ruled {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  /** What was taken by it. */
  readonly sent?: Sent;
}

/** A request, as far as the rules look at it. */
export interface Asked {
  readonly endpoint: Endpoint | undefined;
  readonly path: string;
  readonly method: string | undefined;
  /** Without parameters. */
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly retryKey: string | undefined;
  readonly text: string;
}

interface Channel {
  readonly accessToken?: string | undefined;
  readonly channelId: string | undefined;
  readonly channelSecret: string | undefined;
  readonly tokenSeconds: number;
}

/** What LINE knows, and what it answers by its own rules. */
export class LineRules {
  readonly sent: Sent[] = [];
  readonly replyTokens = new Map<string, { readonly to: string; readonly until: number }>();
  /** Access token → ms since the epoch until which it is good. */
  readonly accessTokens: Map<string, number>;
  /** Messages that may still be pushed this month. */
  quota = Number.POSITIVE_INFINITY;
  /** As set in LINE's console; undefined: not at all. */
  webhook: { endpoint: string; active: boolean } | undefined;
  /** What comes of a test of the webhook. */
  reached = { success: true, statusCode: 200, reason: "OK", detail: "200" };
  displayName = "ミミ";
  /** What users sent, by the message's id, and after how many looks it is ready. */
  readonly contents = new Map<string, { readonly bytes: Uint8Array; looks: number; readonly isBroken: boolean }>();
  readonly #retryKeys = new Map<string, { readonly text: string; readonly requestId: string }>();
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
    const { accessToken } = channel;
    this.accessTokens = new Map(accessToken === undefined ? [] : [[accessToken, Number.POSITIVE_INFINITY]]);
  }

  /** Whether a request is this channel's, by its access token, or by its id where it wants one. */
  isAsked({ authorization = "", text }: Pick<Asked, "authorization" | "text">): boolean {
    const { channelId } = this.#channel;
    const isNamed = channelId !== undefined && new URLSearchParams(text).get("client_id") === channelId;
    return isNamed || this.accessTokens.has(authorization.replace("Bearer ", ""));
  }

  answer(asked: Asked): Ruled {
    if (asked.endpoint === undefined) return no(404, "Not found");
    if (asked.method !== (TOLD.has(asked.endpoint) ? "GET" : "POST")) return no(405, "Method not allowed");
    if (asked.endpoint === "token") return this.#issue(asked);
    const [scheme, token = ""] = (asked.authorization ?? "").split(" ");
    if (scheme !== "Bearer" || (this.accessTokens.get(token) ?? 0) < Date.now()) return no(401, AUTH_FAILED);
    if (asked.endpoint === "content" || asked.endpoint === "transcoding") return this.#content(asked);
    if (TOLD.has(asked.endpoint)) return this.#tell(asked.endpoint);
    if (asked.contentType !== "application/json") return no(415, "Unsupported Media Type");
    if (Buffer.byteLength(asked.text) > 2_000_000) return no(413, "Payload too large");
    const body = parse(asked.text);
    if (!isObject(body)) return no(400, "The request body could not be parsed as JSON");
    if (asked.endpoint === "loading") return loading(body);
    if (asked.endpoint === "webhook-test") return { status: 200, body: { timestamp: new Date(), ...this.reached } };
    if (asked.endpoint === "validate") return validate(body);
    return asked.endpoint === "reply" ? this.#reply(body, asked) : this.#push(body, asked);
  }

  #tell(endpoint: Endpoint): Ruled {
    if (endpoint === "webhook" && this.webhook === undefined) return no(404, "Webhook endpoint not found");
    const quota = Number.isFinite(this.quota)
      ? { type: "limited", value: this.quota + this.#pushed }
      : { type: "none" };
    const told: Partial<Record<Endpoint, unknown>> = {
      info: { userId: `U${"0".repeat(32)}`, basicId: "@mimi", displayName: this.displayName, chatMode: "bot" },
      webhook: this.webhook,
      quota,
      consumption: { totalUsage: this.#pushed },
    };
    return { status: 200, body: told[endpoint] };
  }

  #content({ endpoint, path }: Asked): Ruled {
    const content = this.contents.get(/message\/(\d+)/.exec(path)?.[1] ?? "");
    if (content === undefined) return no(404, "Not found");
    const isReady = content.looks <= 0;
    if (endpoint === "content")
      return isReady ? { status: 200, body: content.bytes } : { status: 202, body: new Uint8Array() };
    content.looks -= 1;
    const status = content.isBroken ? "failed" : isReady ? "succeeded" : "processing";
    return { status: 200, body: { status } };
  }

  get #pushed(): number {
    return this.sent.filter(({ via }) => via === "push").length;
  }

  #reply(body: Record<string, unknown>, { retryKey }: Asked): Ruled {
    if (retryKey !== undefined) return no(400, "The retry key is not supported for this API");
    const problems = messageProblems(body["messages"]);
    if (problems.length > 0) return no(400, "The request body has 1 error(s)", problems);
    const token = String(body["replyToken"]);
    const { to, until } = this.replyTokens.get(token) ?? { to: "", until: 0 };
    if (until < Date.now()) return no(400, INVALID_REPLY_TOKEN);
    this.replyTokens.delete(token);
    return this.#take({ via: "reply", to, messages: body["messages"] as Seen[] });
  }

  #push(body: Record<string, unknown>, { retryKey, text }: Asked): Ruled {
    if (retryKey !== undefined && !UUID.test(retryKey)) return no(400, "Invalid retry key");
    const known = retryKey === undefined ? undefined : this.#retryKeys.get(retryKey);
    if (known !== undefined) {
      if (known.text !== text) return no(400, "The retry key was used with another request");
      const headers = { "x-line-accepted-request-id": known.requestId };
      return { ...no(409, "The retry key is already accepted"), headers };
    }
    const { to } = body;
    if (typeof to !== "string" || !/^[UCR][0-9a-f]{32}$/.test(to)) {
      return no(400, "The property, 'to', in the request body is invalid");
    }
    const problems = messageProblems(body["messages"]);
    if (problems.length > 0) return no(400, "The request body has 1 error(s)", problems);
    if (this.quota <= 0) return no(429, MONTHLY_LIMIT);
    this.quota -= 1;
    if (retryKey !== undefined) this.#retryKeys.set(retryKey, { text, requestId: randomUUID() });
    const key = retryKey === undefined ? {} : { retryKey };
    return this.#take({ via: "push", to, messages: body["messages"] as Seen[], ...key });
  }

  #take(message: Omit<Sent, "at" | "isTold">): Ruled {
    const sent: Sent = { ...message, at: Date.now(), isTold: true };
    this.sent.push(sent);
    return { status: 200, body: { sentMessages: [] }, sent };
  }

  #issue({ contentType, text }: Asked): Ruled {
    if (contentType !== "application/x-www-form-urlencoded") return no(400, "Bad request");
    const form = new URLSearchParams(text);
    const { channelId, channelSecret, tokenSeconds } = this.#channel;
    const good =
      form.get("grant_type") === "client_credentials" &&
      form.get("client_id") === channelId &&
      form.get("client_secret") === channelSecret;
    if (!good) {
      return { status: 400, body: { error: "invalid_client", error_description: "invalid client_id or secret" } };
    }
    const token = randomBytes(24).toString("base64url");
    this.accessTokens.set(token, Date.now() + tokenSeconds * 1_000);
    return { status: 200, body: { access_token: token, token_type: "Bearer", expires_in: tokenSeconds } };
  }
}

function validate({ messages }: Record<string, unknown>): Ruled {
  const problems = messageProblems(messages);
  return problems.length > 0 ? no(400, "The request body has 1 error(s)", problems) : { status: 200, body: {} };
}

function loading({ chatId, loadingSeconds = 20 }: Record<string, unknown>): Ruled {
  if (typeof chatId !== "string" || !/^U[0-9a-f]{32}$/.test(chatId)) return no(400, "Invalid chatId");
  const seconds = Number(loadingSeconds);
  const good = Number.isInteger(seconds) && seconds % 5 === 0 && seconds >= 5 && seconds <= 60;
  return good ? { status: 202, body: {} } : no(400, "Invalid loadingSeconds");
}

function no(status: number, message: string, details?: unknown): Ruled {
  return { status, body: { message, ...(details !== undefined && { details }) } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
