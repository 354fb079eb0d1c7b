import { createHmac, randomBytes, randomUUID } from "node:crypto";

/** A LINE id: U, C or R and 32 hexadecimal digits. */
export function lineId(kind: "U" | "C" | "R" = "U"): string {
  return kind + randomBytes(16).toString("hex");
}

/** LINE's id of a message: digits. */
export function messageId(): string {
  return String(Math.trunc(Math.random() * 1e15));
}

type Fields = Readonly<Record<string, unknown>>;

/** An event with what every event has; `fields` override. */
export function lineEvent(type: string, fields: Fields = {}): Fields {
  return {
    type,
    mode: "active",
    timestamp: Date.now(),
    webhookEventId: `01${randomUUID().replaceAll("-", "").slice(0, 24).toUpperCase()}`,
    deliveryContext: { isRedelivery: false },
    ...fields,
  };
}

/** A text message of a user to the bot. */
export function textEvent(
  userId: string,
  text: string,
  { message, ...fields }: Fields & { message?: Fields } = {},
): Fields {
  return lineEvent("message", {
    source: { type: "user", userId },
    message: {
      type: "text",
      id: messageId(),
      quoteToken: `q${randomUUID()}`,
      text,
      ...message,
    },
    ...fields,
  });
}

/** The same event as LINE delivers it again. */
export function redelivered(event: Fields): Fields {
  return { ...event, deliveryContext: { isRedelivery: true } };
}

export function webhookBody(...events: readonly unknown[]): string {
  return JSON.stringify({ destination: lineId(), events });
}

export function sign(body: string | Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** Posts a body to the bot as LINE does. */
export async function postWebhook(
  base: string,
  body: string | Buffer,
  headers: Record<string, string>,
  { signal = null, channel = "" }: { readonly signal?: AbortSignal | null; readonly channel?: string } = {},
): Promise<Response> {
  return fetch(`${base}/webhook/line${channel === "" ? "" : `/${channel}`}`, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", "user-agent": "LineBotWebhook/2.0", ...headers },
    body,
    signal,
  });
}
