import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { LineRules, type Endpoint, type Sent } from "./rules.ts";
import { serve } from "../serve.ts";

export interface Recorded {
  readonly path: string;
  /** 0 where the connection was cut instead of an answer. */
  readonly status: number;
  readonly authorization: string | undefined;
  readonly retryKey: string | undefined;
  readonly body: string;
}

/** How one request is answered otherwise than by the rules. */
export interface Behavior {
  /**
   * Answer with this status and message, without accepting; with `accept`, after accepting: the
   * sender cannot know.
   */
  readonly status?: number;
  readonly message?: string;
  readonly details?: readonly { readonly property: string; readonly message: string }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: boolean;
  /** Close the connection instead of answering: before the request is accepted, or after. */
  readonly cut?: "before" | "after";
  /** Wait for this before answering, after the request was accepted. */
  readonly hold?: Promise<unknown>;
  readonly delayMs?: number;
}

/** What a user sent, under the id of its message. */
const CONTENT = /^\/v2\/bot\/message\/([0-9]+)\/content(\/transcoding)?$/;
const PATHS: Readonly<Record<string, Endpoint>> = {
  "/v2/bot/message/reply": "reply",
  "/v2/bot/message/push": "push",
  "/v2/bot/message/validate/reply": "validate",
  "/v2/bot/message/quota": "quota",
  "/v2/bot/message/quota/consumption": "consumption",
  "/v2/bot/chat/loading/start": "loading",
  "/v2/bot/info": "info",
  "/v2/bot/channel/webhook/endpoint": "webhook",
  "/v2/bot/channel/webhook/test": "webhook-test",
  "/oauth2/v3/token": "token",
};

interface Options {
  /** Long-lived token that is good; others come from /oauth2/v3/token. */
  readonly accessToken?: string;
  readonly channelId?: string;
  readonly channelSecret?: string;
  /** Further channels, each with its own tokens, quota and chats. */
  readonly others?: readonly { readonly channelId: string; readonly channelSecret: string }[];
  /** A path in front of every path, as of a proxy. */
  readonly prefix?: string;
  /** How long an issued token is good, in seconds. */
  readonly tokenSeconds?: number;
  /** How long a reply token is good, in seconds; LINE's for about a minute. Default: for ever. */
  readonly replyTokenSeconds?: number;
}

export type FakeLine = Awaited<ReturnType<typeof startFakeLine>>;

/**
 * LINE's Messaging API as a strict server: it refuses what LINE refuses, takes a reply token once
 * and only a known one, and a retry key as LINE does. It can be told to be slow, down, rate-limited
 * or gone in the middle.
 */
export async function startFakeLine(options: Options = {}) {
  const { accessToken = "long-lived-token", prefix = "", channelId, channelSecret, tokenSeconds = 900 } = options;
  const replyTokenMs = (options.replyTokenSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const rules = new LineRules({ accessToken, channelId, channelSecret, tokenSeconds });
  const others = (options.others ?? []).map((channel) => new LineRules({ ...channel, tokenSeconds }));
  const requests: Recorded[] = [];
  const behaviors = new Map<Endpoint, Behavior[]>();
  let away: (() => Behavior) | undefined;
  const endpointOf = (path: string): Endpoint | undefined => {
    const own = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    const [isContent, , transcoding] = CONTENT.exec(own) ?? [];
    if (isContent !== undefined) return transcoding === undefined ? "content" : "transcoding";
    return PATHS[own];
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
    const path = request.url ?? "";
    const endpoint = endpointOf(path);
    const next = endpoint === undefined ? undefined : behaviors.get(endpoint)?.shift();
    const behavior: Behavior = next ?? away?.() ?? {};
    const { authorization } = request.headers;
    const retryKey = request.headers["x-line-retry-key"]?.toString();
    const record = (status: number) => requests.push({ path, status, authorization, retryKey, body: text });
    const cut = () => {
      record(0);
      request.socket.destroy();
    };
    if (behavior.cut === "before") return cut();
    if (behavior.delayMs !== undefined) await sleep(behavior.delayMs);
    const told =
      behavior.status === undefined ? undefined : { message: behavior.message ?? "told to", details: behavior.details };
    const contentType = request.headers["content-type"]?.split(";")[0];
    const asked = { endpoint, path, method: request.method, contentType, authorization, retryKey, text };
    const ruled =
      told === undefined || behavior.accept === true
        ? (others.find((each) => each.isAsked(asked)) ?? rules).answer(asked)
        : undefined;
    if (behavior.hold !== undefined) await behavior.hold;
    if (ruled?.sent !== undefined) ruled.sent.isTold = told === undefined && behavior.cut === undefined;
    if (behavior.cut === "after") return cut();
    const status = behavior.status ?? ruled?.status ?? 500;
    record(status);
    const id = { "content-type": "application/json", "x-line-request-id": randomUUID() };
    response.writeHead(status, { ...id, ...ruled?.headers, ...behavior.headers });
    const sent = told ?? ruled?.body ?? {};
    response.end(sent instanceof Uint8Array ? sent : JSON.stringify(sent));
    return undefined;
  }

  /** What a channel does to whom. */
  const channelOf = (its: LineRules) => ({
    /** What was accepted, in order. */
    sent: its.sent as readonly Sent[],
    to: (user: string) => its.sent.filter(({ to }) => to === user),
    /** LINE gives a reply token out with an event. */
    issueReplyToken: (to: string) => {
      const token = randomBytes(16).toString("hex");
      its.replyTokens.set(token, { to, until: Date.now() + replyTokenMs });
      return token;
    },
    /** How many more messages may be pushed this month. */
    setQuota: (messages: number) => {
      its.quota = messages;
    },
  });

  const { origin, close } = await serve(handle);
  return {
    ...channelOf(rules),
    /** The further channels, in their order. */
    others: others.map(channelOf),
    /** For LINE_API_BASE_URL. */
    url: `${origin}${prefix}`,
    accessToken,
    /** Every request that was answered or cut, also refused ones. */
    requests: requests as readonly Recorded[],
    requestsTo: (endpoint: Endpoint) => requests.filter(({ path }) => endpointOf(path) === endpoint),
    /** A user sends a sound; the id of its message. It is ready after so many looks, or never. */
    takeContent: (bytes: Uint8Array, { looks = 0, isBroken = false } = {}) => {
      const id = String(randomInt(1e14));
      rules.contents.set(id, { bytes, looks, isBroken });
      return id;
    },
    expireReplyTokens: () => rules.replyTokens.clear(),
    revokeAccessTokens: () => rules.accessTokens.clear(),
    /** How the channel is set up in LINE's console, and whether LINE reaches it. */
    console: rules as Pick<LineRules, "webhook" | "reached" | "displayName">,
    /** The next requests to this endpoint are answered so, one each; then by the rules again. */
    behave: (endpoint: Endpoint, ...next: Behavior[]) => {
      behaviors.set(endpoint, [...(behaviors.get(endpoint) ?? []), ...next]);
    },
    /** From now on every request is answered so, until it is called without. */
    beAway: (behave?: () => Behavior) => {
      away = behave;
    },
    close,
  };
}
