import { setTimeout as sleep } from "node:timers/promises";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";
import type { ChannelTokens } from "../api/token.ts";
import { Unheard } from "./unheard.ts";

/** Longest wait until LINE has the sound ready and it is here, in ms: the reply token ends soon. */
const LIMIT_MS = 15_000;
/** Between two looks whether it is ready, in ms. */
const LOOK_AGAIN_MS = 500;
/** Two minutes of a phone's recording have about 2 MB. */
const MAX_BYTES = 10_000_000;

interface Options {
  /** Without a slash at its end. */
  readonly dataBaseUrl: string;
  readonly tokens: ChannelTokens;
  /** For tests, in ms. */
  readonly limitMs?: number;
}

/** The host that serves what users send: another one than the API's, but for a test's. */
export function dataBaseUrlOf(apiBaseUrl: string): string {
  return apiBaseUrl === "https://api.line.me" ? "https://api-data.line.me" : apiBaseUrl;
}

const Transcoding = Type.Object({ status: Type.Enum(["processing", "succeeded", "failed"]) });

/**
 * Fetches what a user sent (https://developers.line.biz/en/reference/messaging-api/#get-content)
 * into memory, and waits for LINE to have it ready. Throws Unheard where it cannot be had,
 * StageError where another try may help or only the operator can, and the signal's reason.
 */
export async function fetchContent(messageId: string, options: Options, signal: AbortSignal): Promise<Buffer> {
  const { limitMs = LIMIT_MS } = options;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const path = `/v2/bot/message/${messageId}/content`;
  try {
    for (;;) {
      const response = await ask(path, options, limit);
      if (response.status === 200) return await bytesOf(response);
      await response.body?.cancel();
      if (response.status !== 202) throw contentFailure(response.status);
      await untilReady(path, options, limit);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) throw new Unheard("voice-late");
    if (error instanceof StageError || error instanceof Unheard) throw error;
    throw new StageError("LINE's content cannot be reached.", {
      code: "provider_unavailable",
      class: "transient",
      cause: error,
    });
  }
}

/** With another token where LINE refuses the first one. */
async function ask(path: string, { dataBaseUrl, tokens }: Options, signal: AbortSignal): Promise<Response> {
  const get = async (token: string) =>
    fetch(dataBaseUrl + path, { headers: { authorization: `Bearer ${token}` }, redirect: "error", signal });
  const first = await tokens.get();
  if ("failure" in first) throw contentFailure(first.failure.kind === "answer" ? first.failure.status : 503);
  const response = await get(first.token);
  if (response.status !== 401) return response;
  await response.body?.cancel();
  const second = await tokens.insteadOf(first.token);
  return second === undefined || "failure" in second ? response : get(second.token);
}

/** Resolves when LINE says that it is ready, or when it is worth another look. */
async function untilReady(path: string, options: Options, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
    const response = await ask(`${path}/transcoding`, options, signal);
    const told = jsonOrUndefined(await response.text());
    if (!fits(Transcoding, told) || told.status === "succeeded") return;
    if (told.status === "failed") throw new Unheard("voice-odd");
  }
}

async function bytesOf({ body }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MAX_BYTES) throw new Unheard("voice-long");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function contentFailure(status: number): StageError | Unheard {
  if (status === 404 || status === 410) return new Unheard("voice-gone");
  const isMine = status === 401 || status === 403;
  return new StageError(`LINE does not give a voice message out (HTTP ${status}).`, {
    code: isMine ? "provider_misconfigured" : "provider_unavailable",
    class: isMine || (status < 500 && status !== 429) ? "permanent" : "transient",
  });
}
