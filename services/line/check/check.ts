import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";
import { mediaUrls } from "@guchi/platform/media/url.ts";
import type { LineApi } from "../api/api.ts";
import { BotInfo } from "../api/bot-name.ts";
import type { LineAnswer } from "../api/call.ts";
import { askQuota } from "../api/quota.ts";
import { lineMessages, type Answer } from "../delivery/messages.ts";
import { webhookUrl, type LineSettings } from "../settings.ts";

/** What became of one look. `text` is one line, and LINE's words may be in it. */
export interface Looked {
  /** Where there are several: whose look it is; "": the one without a name. */
  readonly channel?: string;
  readonly what: "token" | "webhook" | "reach" | "quota" | "answers";
  readonly ok: boolean;
  readonly text: string;
}

type Told = Pick<Looked, "ok" | "text">;

/**
 * Looks at a LINE channel from outside, as its operator would in LINE's console; sends nothing to
 * anybody. Ends after the first look when LINE does not let us in: the others would say the same.
 */
export async function* checkLine(settings: LineSettings, api: LineApi): AsyncGenerator<Looked> {
  const url = webhookUrl(settings.publicBaseUrl, settings.name);
  const token = await lookAtToken(api, settings);
  yield { what: "token", ...token };
  if (!token.ok) return;
  yield { what: "webhook", ...(await lookAtWebhook(api, url)) };
  yield { what: "reach", ...(await lookAtReach(api, url, settings)) };
  yield { what: "quota", ...(await lookAtQuota(api)) };
  yield { what: "answers", ...(await lookAtAnswers(api, settings.publicBaseUrl)) };
}

async function lookAtToken(api: LineApi, { name }: LineSettings): Promise<Told> {
  const answer = await api.botInfo();
  if (isOk(answer) && fits(BotInfo, answer.body)) {
    return good(`LINE takes it: ${answer.body.displayName} (${answer.body.basicId})`);
  }
  if (answer.kind === "answer" && (answer.status === 401 || answer.status === 403)) {
    const where = name === "" ? "LINE_CHANNEL_ACCESS_TOKEN, or LINE_CHANNEL_ID and the secret" : "LINE_CHANNELS";
    return bad(`LINE does not take it: correct ${where}`);
  }
  return bad(whyNot(answer));
}

/** https://developers.line.biz/en/reference/messaging-api/#get-webhook-endpoint-information */
const Webhook = Type.Object({ endpoint: Type.String(), active: Type.Boolean() });

async function lookAtWebhook(api: LineApi, url: string): Promise<Told> {
  const answer = await api.ask("/v2/bot/channel/webhook/endpoint");
  if (answer.kind === "answer" && answer.status === 404) return bad(`LINE has none: set ${url} in its console`);
  if (!isOk(answer) || !fits(Webhook, answer.body)) return bad(whyNot(answer));
  const { endpoint, active } = answer.body;
  if (URL.parse(endpoint)?.href !== url) return bad(`LINE has ${endpoint}: set ${url} in its console`);
  return active ? good(`${url}, as LINE has it`) : bad(`Turn "Use webhook" on in LINE's console (${url})`);
}

/** https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint */
const Reached = Type.Object({
  success: Type.Optional(Type.Boolean()),
  statusCode: Type.Integer(),
  reason: Type.String(),
  detail: Type.String(),
});

/** What the status of our own answer to LINE's test means. */
function hintOf(status: number, name: string): string {
  const secret = name === "" ? "LINE_CHANNEL_SECRET" : "the secret in LINE_CHANNELS";
  const hints: Readonly<Record<number, string>> = {
    401: `: ${secret} is another channel's, or a proxy changes the body`,
    404: ": Guchi runs without the settings of this channel, or a proxy leads elsewhere",
    502: ": the proxy or the tunnel runs, and Guchi does not",
  };
  return hints[status] ?? "";
}

async function lookAtReach(api: LineApi, url: string, { name }: LineSettings): Promise<Told> {
  const answer = await api.ask("/v2/bot/channel/webhook/test", { endpoint: url });
  if (!isOk(answer) || !fits(Reached, answer.body)) return bad(whyNot(answer));
  const { success, statusCode, reason, detail } = answer.body;
  if (success === true) return good("LINE reaches it");
  return bad(`LINE does not reach it: ${reason} ${detail}${hintOf(statusCode, name)}`);
}

async function lookAtQuota(api: LineApi): Promise<Told> {
  const quota = await askQuota(api);
  if ("refused" in quota) return bad(whyNot(quota.refused));
  const { limit, used } = quota;
  if (limit === undefined) return good(`${used} messages pushed this month, no limit`);
  const told = `${used} of ${limit} messages pushed this month`;
  return used < limit ? good(told) : bad(`${told}: slow answers wait for the user's next message`);
}

const KEY = "00000000-0000-5000-8000-000000000000";
const SAMPLE: Answer = {
  message: "おつかれさま",
  language: "ja",
  reaction: "idol",
  image: {
    key: `${KEY}/image.jpg`,
    previewKey: `${KEY}/preview.jpg`,
    contentType: "image/jpeg",
    width: 1_024,
    height: 1_024,
    bytes: 1,
  },
  audio: { key: `${KEY}/voice.mp3`, contentType: "audio/mpeg", durationMs: 5_000, bytes: 1 },
};

/**
 * https://developers.line.biz/en/reference/messaging-api/#validate-message-objects-of-reply-message
 */
async function lookAtAnswers(api: LineApi, base: string): Promise<Told> {
  const mediaUrl = mediaUrls({ secret: { value: "sample" }, ttlSeconds: 3_600 }, base);
  const messages = lineMessages(SAMPLE, { base, mediaUrl, again: KEY, held: [] });
  const answer = await api.ask("/v2/bot/message/validate/reply", { messages });
  return isOk(answer) ? good("LINE takes text, picture, voice, name and button") : bad(whyNot(answer));
}

function isOk(answer: LineAnswer): answer is LineAnswer & { readonly kind: "answer" } {
  return answer.kind === "answer" && answer.status === 200;
}

function whyNot(answer: LineAnswer): string {
  if (answer.kind !== "answer") return "LINE does not answer; LINE_API_BASE_URL says where it is asked";
  return `LINE answered ${answer.status} ${answer.message}`.trim();
}

function good(text: string): Told {
  return { ok: true, text };
}

function bad(text: string): Told {
  return { ok: false, text };
}
