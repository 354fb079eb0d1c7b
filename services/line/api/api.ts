import type { messagingApi } from "@line/bot-sdk";
import { callLine, type LineAnswer } from "./call.ts";
import type { ChannelTokens } from "./token.ts";

interface Options {
  /** Without a slash at its end; may hold a path. */
  readonly baseUrl: string;
  readonly tokens: ChannelTokens;
  /** Longest wait for one answer, in ms. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The calls of the Messaging API that we make. `messages` is JSON text and goes into the body
 * as it is: a repeated request is the same to the byte. A 401 is answered with another token, once,
 * where there is one; the request that got it was not accepted, so sending it again is safe.
 */
export class LineApi {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * https://developers.line.biz/en/reference/messaging-api/#send-reply-message. Takes no retry key.
   */
  async reply(replyToken: string, messages: string, signal?: AbortSignal): Promise<LineAnswer> {
    const body = `{"replyToken":${JSON.stringify(replyToken)},"messages":${messages}}`;
    return this.#call({ path: "/v2/bot/message/reply", body, signal });
  }

  /**
   * https://developers.line.biz/en/reference/messaging-api/#send-push-message. `retryKey` is a UUID.
   */
  async push(to: string, messages: string, retryKey: string, signal?: AbortSignal): Promise<LineAnswer> {
    const body = `{"to":${JSON.stringify(to)},"messages":${messages}}`;
    return this.#call({ path: "/v2/bot/message/push", body, signal, headers: { "x-line-retry-key": retryKey } });
  }

  /**
   * https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator. 5 to 60 s,
   * in steps of 5.
   */
  async showLoading(chatId: string, loadingSeconds: number): Promise<LineAnswer> {
    const request: messagingApi.ShowLoadingAnimationRequest = { chatId, loadingSeconds };
    return this.#call({
      path: "/v2/bot/chat/loading/start",
      body: JSON.stringify(request),
      timeoutMs: LOADING_TIMEOUT_MS,
    });
  }

  /** https://developers.line.biz/en/reference/messaging-api/#get-bot-info */
  async botInfo(): Promise<LineAnswer> {
    return this.ask("/v2/bot/info");
  }

  /** Any other call: a GET, or with a body a POST. */
  async ask(path: string, body?: object): Promise<LineAnswer> {
    return this.#call({ path, body: body && JSON.stringify(body) });
  }

  async #call({ path, body, headers = {}, timeoutMs, signal }: Request): Promise<LineAnswer> {
    const { baseUrl, tokens } = this.#options;
    const send = async (token: string) =>
      callLine({
        url: baseUrl + path,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        body,
        signal,
        timeoutMs: timeoutMs ?? this.#options.timeoutMs,
      });
    const first = await tokens.get();
    if ("failure" in first) return withoutToken(first.failure);
    const answer = await send(first.token);
    if (answer.kind !== "answer" || answer.status !== 401) return answer;
    const second = await tokens.insteadOf(first.token);
    if (second === undefined) return answer;
    return "failure" in second ? withoutToken(second.failure) : send(second.token);
  }
}

/** Nobody waits for the animation. */
const LOADING_TIMEOUT_MS = 3_000;

interface Request {
  readonly path: string;
  readonly body: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Why there is no token, as an answer to the request that needed one: that request never left. LINE
 * answers a wrong channel id or secret with 400 or 401; both mean that we are not let in.
 */
function withoutToken(failure: LineAnswer): LineAnswer {
  const denied = failure.kind === "answer" && failure.status >= 400 && failure.status < 500 && failure.status !== 429;
  if (denied) return { ...failure, status: 401, body: undefined };
  return { kind: "unreached", cause: new Error("LINE gave no channel access token", { cause: causeOf(failure) }) };
}

/** A status, never a body: it might hold a token. */
function causeOf(failure: LineAnswer): unknown {
  return failure.kind === "answer" ? new Error(`LINE answered ${failure.status}`) : failure.cause;
}
