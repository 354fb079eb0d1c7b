import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { dice } from "./random.ts";
import type { FakeLine } from "../fakes/line/server.ts";
import { lineEvent, lineId, redelivered, sign, textEvent, webhookBody } from "../fakes/line/webhook.ts";

const COMPLAINTS = [
  "残業ばっかりで疲れた。もう無理",
  "上司がつらい",
  "電車が遅れて最悪",
  "My boss yelled at me again, so tired",
  "眠れなくてしんどい",
];
const CHEERFUL = ["今日は楽しかった！", "ケーキおいしかった"];
/** How long one request may go without an answer before it is sent again, in ms. LINE waits 2 s. */
const ANSWER_MS = 3_000;
const AT_ONCE = 20;

type LineEvent = ReturnType<typeof lineEvent>;
const messageId = () => String(Math.trunc(Math.random() * 1e15));

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
  }: {
    base: string;
    line: FakeLine;
    secret: string;
    spreadMs: number;
    pipelines: readonly string[];
    callbackUrl: string;
  },
): Promise<Accepted> {
  const accepted: Accepted = { jobs: new Map(), users: new Map(), takenBack: [], again: 0 };
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = (next += 1);
      const random = dice(`job ${number}`);
      const complaint = number % 10 !== 0;
      const texts = complaint ? COMPLAINTS : CHEERFUL;
      const text = `${texts[number % texts.length]}`;
      const pipeline = pipelines[number % pipelines.length] ?? "guchi";
      // Of each hundred: about four stickers, two messages that are taken back, twelve jobs with a
      // callback.
      if (pipeline !== "line") await postJob(text, pipeline, complaint, random() < 0.25);
      else if (random() < 0.08) await postSticker();
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
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify({ pipeline, input: { text }, ...(calledBack && { callbackUrl }) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const body = (await response.json()) as { id?: string };
      return response.status === 202 ? body.id : undefined;
    });
    accepted.jobs.set(id, { complaint, calledBack });
  }

  async function postMessage(text: string, complaint: boolean): Promise<void> {
    const user = lineId();
    await deliver(textEvent(user, text, { replyToken: line.issueReplyToken(user) }));
    accepted.users.set(user, { complaint, kind: "text" });
  }

  async function postSticker(): Promise<void> {
    const user = lineId();
    const message = { type: "sticker", id: messageId(), packageId: "1", stickerId: "1" };
    const replyToken = line.issueReplyToken(user);
    await deliver(lineEvent("message", { source: { type: "user", userId: user }, replyToken, message }));
    accepted.users.set(user, { complaint: false, kind: "sticker" });
  }

  async function postAndTakeBack(): Promise<void> {
    const user = lineId();
    const id = messageId();
    const text = `今日は楽しかった！ ${randomUUID()}`;
    await deliver(textEvent(user, text, { replyToken: line.issueReplyToken(user), message: { id } }));
    await sleep(Math.random() * 1_000);
    await deliver(lineEvent("unsend", { source: { type: "user", userId: user }, unsend: { messageId: id } }));
    accepted.users.set(user, { complaint: false, kind: "taken back" });
    accepted.takenBack.push(text);
  }

  /** Delivers an event as LINE does: until there is a 200, and now and then once more. */
  async function deliver(first: LineEvent): Promise<void> {
    let event = first;
    const send = async () => {
      const body = webhookBody(event);
      const response = await fetch(`${base}/webhook/line`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-line-signature": sign(body, secret) },
        body,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      await response.arrayBuffer();
      event = redelivered(event);
      return response.status === 200 ? true : undefined;
    };
    await insist(send);
    // LINE also delivers twice what was answered.
    if (Math.random() < 0.1) await send().catch(() => undefined);
  }

  /** Sends again, as LINE and a careful client do, until there is an answer. */
  async function insist<Answer>(send: () => Promise<Answer | undefined>): Promise<Answer> {
    for (;;) {
      const answer = await send().catch(() => undefined);
      if (answer !== undefined) return answer;
      accepted.again += 1;
      await sleep(200 + Math.random() * 500);
    }
  }
}
