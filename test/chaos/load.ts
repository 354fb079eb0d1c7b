import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { dice } from "./random.ts";
import type { FakeLine } from "../fakes/line/server.ts";
import { lineEvent, lineId, messageId, textEvent } from "../fakes/line/webhook.ts";
import { ANSWER_MS, deliver, insist, stickerOf } from "./webhook.ts";

const COMPLAINTS = [
  "残業ばっかりで疲れた。もう無理",
  "上司がつらい",
  "電車が遅れて最悪",
  "My boss yelled at me again, so tired",
  "眠れなくてしんどい",
];
const CHEERFUL = ["今日は楽しかった！", "ケーキおいしかった"];
/** As a phone's voice message begins. The fake OpenAI hears a complaint in it. */
const VOICE = new Uint8Array([0, 0, 0, 28, ...Buffer.from("ftypM4A ")]);
const AT_ONCE = 20;

/**
 * A message is answered once; one that is taken back at once may be answered before, and is
 * forgotten.
 */
type MessageKind = "text" | "sticker" | "taken back";

/** What was asked for and accepted: jobs by id, and LINE users of whom each sent one message. */
export interface Accepted {
  readonly jobs: Map<string, { readonly complaint: boolean; readonly calledBack: boolean }>;
  readonly users: Map<string, { readonly complaint: boolean; readonly kind: MessageKind }>;
  /** Texts that their users took back. */
  readonly takenBack: string[];
  /** Requests that had to be sent again. */
  again: number;
}

/**
 * Posts `count` jobs and messages, half over HTTP and half over LINE's webhook, at a pace; each
 * until it is accepted.
 */
export async function pour(
  count: number,
  {
    base,
    line,
    secret,
    spreadMs,
    pipelines,
    callbackUrl,
    apiKey,
  }: {
    base: string;
    line: FakeLine;
    secret: string;
    spreadMs: number;
    pipelines: readonly string[];
    callbackUrl: string;
    apiKey?: string;
  },
): Promise<Accepted> {
  const accepted: Accepted = { jobs: new Map(), users: new Map(), takenBack: [], again: 0 };
  const door = { base, secret, onAgain: () => (accepted.again += 1) };
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = (next += 1);
      const random = dice(`job ${number}`);
      const complaint = number % 10 !== 0;
      const texts = complaint ? COMPLAINTS : CHEERFUL;
      const text = `${texts[number % texts.length]}`;
      const pipeline = pipelines[number % pipelines.length] ?? "guchi";
      // Of each hundred: about four stickers, two voice messages, two messages that are taken back,
      // twelve jobs with a callback.
      if (pipeline !== "line") await postJob(text, pipeline, complaint, random() < 0.25);
      else if (random() < 0.08) await postSticker();
      else if (random() < 0.05) await postVoice();
      else if (random() < 0.04) await postAndTakeBack();
      else await postMessage(text, complaint);
      await sleep((spreadMs / count) * AT_ONCE * (0.5 + random()));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return accepted;

  async function postJob(text: string, pipeline: string, complaint: boolean, calledBack: boolean): Promise<void> {
    const key = randomUUID();
    const id = await insist(async () => {
      const response = await fetch(`${base}/jobs`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": key,
          ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ pipeline, input: { text }, ...(calledBack && { callbackUrl }) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const body = (await response.json()) as { id?: string };
      return response.status === 202 ? body.id : undefined;
    }, door);
    accepted.jobs.set(id, { complaint, calledBack });
  }

  async function postMessage(text: string, complaint: boolean): Promise<void> {
    const user = lineId();
    await deliver(textEvent(user, text, { replyToken: line.issueReplyToken(user) }), door);
    accepted.users.set(user, { complaint, kind: "text" });
  }

  async function postSticker(): Promise<void> {
    const user = lineId();
    await deliver(stickerOf(user, line), door);
    accepted.users.set(user, { complaint: false, kind: "sticker" });
  }

  async function postVoice(): Promise<void> {
    const user = lineId();
    const content = { type: "audio", duration: 4_000, contentProvider: { type: "line" } };
    const message = { ...content, id: line.takeContent(VOICE, { looks: Math.floor(Math.random() * 3) }) };
    const replyToken = line.issueReplyToken(user);
    await deliver(lineEvent("message", { source: { type: "user", userId: user }, replyToken, message }), door);
    accepted.users.set(user, { complaint: true, kind: "text" });
  }

  async function postAndTakeBack(): Promise<void> {
    const user = lineId();
    const id = messageId();
    const text = `今日は楽しかった！ ${randomUUID()}`;
    await deliver(textEvent(user, text, { replyToken: line.issueReplyToken(user), message: { id } }), door);
    await sleep(Math.random() * 1_000);
    await deliver(lineEvent("unsend", { source: { type: "user", userId: user }, unsend: { messageId: id } }), door);
    accepted.users.set(user, { complaint: false, kind: "taken back" });
    accepted.takenBack.push(text);
  }
}
