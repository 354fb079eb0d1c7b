import { setTimeout as sleep } from "node:timers/promises";
import type { FakeLine } from "../fakes/line/server.ts";
import { lineEvent, messageId, postWebhook, redelivered, sign, webhookBody } from "../fakes/line/webhook.ts";

/** How long one request may go without an answer before it is sent again, in ms. LINE waits 2 s. */
export const ANSWER_MS = 3_000;

type LineEvent = ReturnType<typeof lineEvent>;

interface Door {
  readonly base: string;
  readonly secret: string;
  /** Told of each request that has to be sent again. */
  readonly onAgain: () => void;
}

/** Sends again, as LINE and a careful client do, until there is an answer. */
export async function insist<Answer>(
  send: () => Promise<Answer | undefined>,
  { onAgain }: Pick<Door, "onAgain">,
): Promise<Answer> {
  for (;;) {
    const answer = await send().catch(() => undefined);
    if (answer !== undefined) return answer;
    onAgain();
    await sleep(200 + Math.random() * 500);
  }
}

/** Delivers an event as LINE does: until there is a 200, and now and then once more. */
export async function deliver(first: LineEvent, { base, secret, onAgain }: Door): Promise<void> {
  let event = first;
  const send = async () => {
    const body = webhookBody(event);
    const signed = { "x-line-signature": sign(body, secret) };
    const response = await postWebhook(base, body, signed, { signal: AbortSignal.timeout(ANSWER_MS) });
    await response.arrayBuffer();
    event = redelivered(event);
    return response.status === 200 ? true : undefined;
  };
  await insist(send, { onAgain });
  // LINE also delivers twice what was answered.
  if (Math.random() < 0.1) await send().catch(() => undefined);
}

/** A sticker of this user, whose answer can be given with its reply token. */
export function stickerOf(user: string, line: FakeLine): LineEvent {
  const message = { type: "sticker", id: messageId(), packageId: "1", stickerId: "1" };
  const replyToken = line.issueReplyToken(user);
  return lineEvent("message", { source: { type: "user", userId: user }, replyToken, message });
}
