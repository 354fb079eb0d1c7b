import { FILM_REQUEST } from "@guchi/contracts/film-words.ts";
import { MAX_TEXT_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { languageOf } from "@guchi/contracts/language/of-text.ts";
import type { NoticeTopic } from "@guchi/contracts/line.ts";
import { channelField } from "@guchi/contracts/line/channels.ts";
import { QuoteToken, type LineTarget } from "../address.ts";
import type { Heard, Unsent } from "../pipeline.ts";
import { fits } from "@guchi/chain/schema.ts";
import {
  emojisOf,
  eventIdOf,
  readEvent,
  voiceOf,
  type LineEvent,
  type PostbackEvent,
  type TextEvent,
} from "./events.ts";
import { asksToForget } from "./forget-words.ts";
import { chatOf, namelessChat, ownerOf } from "../owner.ts";
import { typedMentions, wordingOf } from "./wording.ts";

/** Whom an event is from and where its answer goes. */
interface From {
  readonly line: LineTarget;
  /** Hash of the speaker; absent where LINE does not tell. */
  readonly user?: string;
  /** The loading animation can be shown: one-to-one chats only, with a user whom LINE names. */
  readonly alone: boolean;
}

/** What is to be done about an event. Pure data, so that it can be told by a table. */
export type Plan =
  | { readonly do: "ignore" }
  | (From & { readonly do: "talk"; readonly text: string; readonly language?: Language })
  | (From & { readonly do: "say"; readonly about: NoticeTopic; readonly language?: Language })
  | (From & { readonly do: "hear"; readonly messageId: string; readonly durationMs?: number })
  | (From & { readonly do: "again"; readonly job: string })
  | (From & { readonly do: "forget-me"; readonly owner: string; readonly until: number; readonly language: Language })
  | { readonly do: "unsend"; readonly message: Unsent }
  | { readonly do: "forget"; readonly owner: string; readonly until: number };

const IGNORE: Plan = { do: "ignore" };

/** What helps to make sense of an event. */
interface Known {
  /** The channel that it came to; undefined: the one without a name. */
  readonly channel?: string | undefined;
  /** The name that LINE shows for the bot. */
  readonly herName?: string | undefined;
  /** What came of listening to a voice message. */
  readonly heard?: Heard | undefined;
}

/**
 * What is to be done about an event, and its id; the id is absent only for what is ignored.
 */
export function planEvent(raw: unknown, known: Known = {}): { readonly plan: Plan; readonly id: string } {
  const event = readEvent(raw, known.channel);
  if (event === undefined || !canBeAnswered(event)) return { plan: IGNORE, id: "" };
  return { plan: plan(event, known), id: eventIdOf(event) };
}

/** A text in a group that may name somebody, written where LINE makes no mention of it. */
export function mayNameHer(raw: unknown): boolean {
  const event = readEvent(raw);
  if (event?.type !== "message" || !isText(event) || event.source.type === "user") return false;
  return event.message.mention === undefined && /[@＠]/.test(event.message.text);
}

/** Whoever LINE does not name is reached by a reply token alone. Unsending names a message. */
function canBeAnswered({ type, source, replyToken }: LineEvent): boolean {
  return type === "unsend" || source.type !== "user" || source.userId !== undefined || replyToken !== undefined;
}

function plan(event: LineEvent, { herName, heard }: Known): Plan {
  switch (event.type) {
    case "message":
      return isText(event) ? planText(event, herName) : planOtherMessage(event, heard);
    case "follow":
      return say(event, "follow");
    case "join":
      return say(event, "join");
    case "unfollow":
    case "leave":
      return { do: "forget", owner: chatOf(targetOf(event)), until: event.timestamp };
    case "unsend":
      return { do: "unsend", message: { messageId: event.unsend.messageId, ...channelField(event.channel) } };
    default:
      return planPostback(event);
  }
}

function planText(event: TextEvent, herName: string | undefined): Plan {
  const { text: written, mention } = event.message;
  const isAlone = event.source.type === "user";
  const typed = isAlone || herName === undefined ? undefined : typedMentions(written, herName);
  const marks = { mentionees: mention?.mentionees ?? typed, emojis: emojisOf(event) };
  const { mentioned, text } = wordingOf(written, marks);
  if (!isAlone && !mentioned) return IGNORE;
  const about = text.trim() === "" ? "blank" : text.length > MAX_TEXT_UTF16_UNITS ? "too-long" : undefined;
  const language = languageOf(text);
  if (about !== undefined) return say(event, about, { language, message: event.message });
  if (asksToForget(text)) return planForgetMe(event, language) ?? IGNORE;
  return { do: "talk", text, ...(language !== undefined && { language }), ...from(event, event.message) };
}

/**
 * Everything that the speaker wrote up to now, in whatever chat. The notice that says so counts as
 * later, or it would be forgotten with the rest; and it does not go with the message when that is
 * taken back. undefined: LINE does not tell who spoke.
 */
function planForgetMe(event: TextEvent, language: Language = "ja"): Plan | undefined {
  const { line, user, alone } = from(event);
  if (user === undefined) return undefined;
  const until = event.timestamp;
  return { do: "forget-me", owner: user, until, language, line: { ...line, at: until + 1 }, user, alone };
}

/** In a group a picture cannot mention the bot, so it is not for the bot. */
function planOtherMessage(event: LineEvent & { type: "message" }, heard: Heard | undefined): Plan {
  if (event.source.type !== "user") return IGNORE;
  const { id, type } = event.message;
  const voice = voiceOf(event.message);
  if (voice === undefined) return say(event, MESSAGE_TOPICS.get(type) ?? "other", { message: { id } });
  if (heard === undefined) return { do: "hear", messageId: id, ...voice, ...from(event, { id }) };
  if (heard.words === undefined) return say(event, heard.about ?? "voice-missed", { message: { id } });
  // What would be done, had the words been written.
  const said = planText({ ...event, message: { type: "text", id, text: heard.words } }, undefined);
  return said.do === "talk" ? { ...said, line: { ...said.line, isHeard: true } } : said;
}

const MESSAGE_TOPICS: ReadonlyMap<string, NoticeTopic> = new Map(
  (["sticker", "image", "video", "audio", "file", "location"] as const).map((type) => [type, type]),
);

/** Data of the quick reply 「もう一回」: nothing but the job's id. */
const AGAIN = /^again=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What stands in the data of the quick reply for this job. */
export function againData(job: string): string {
  return `again=${job}`;
}

/** Data of the quick reply 「映画をすすめて」, which is as if these words were written. */
const FILM = /^film=(ja|en)$/;

export function filmData(language: Language): string {
  return `film=${language}`;
}

function planPostback(event: PostbackEvent): Plan {
  const [, film] = FILM.exec(event.postback.data) ?? [];
  if (film === "ja" || film === "en") return { do: "talk", text: FILM_REQUEST[film], language: film, ...from(event) };
  const job = AGAIN.exec(event.postback.data)?.[1];
  return job === undefined ? IGNORE : { do: "again", job, ...from(event) };
}

/** The message that is answered, where there is one, and its language, where it has one. */
interface Said {
  readonly language?: Language | undefined;
  readonly message?: Answered;
}

interface Answered {
  readonly id: string;
  readonly quoteToken?: unknown;
}

function say(event: LineEvent, about: NoticeTopic, { language, message }: Said = {}): Plan {
  return { do: "say", about, ...(language !== undefined && { language }), ...from(event, message) };
}

function from(event: LineEvent, message?: Answered): From {
  const { source, replyToken, timestamp: at } = event;
  const { userId } = source;
  const quoteToken = source.type !== "user" && fits(QuoteToken, message?.quoteToken) ? message.quoteToken : undefined;
  return {
    line: {
      ...targetOf(event),
      ...(replyToken !== undefined && { replyToken }),
      ...(message !== undefined && { messageId: message.id }),
      ...(quoteToken !== undefined && { quoteToken }),
      at,
    },
    ...(userId !== undefined && { user: ownerOf(userId, event.channel) }),
    alone: source.type === "user" && userId !== undefined,
  };
}

/** The chat that an event is from. */
function targetOf(event: LineEvent): Pick<LineTarget, "channel" | "to"> {
  const { source, webhookEventId } = event;
  const to =
    source.type === "user"
      ? (source.userId ?? namelessChat(webhookEventId))
      : source.type === "group"
        ? source.groupId
        : source.roomId;
  return { ...channelField(event.channel), to };
}

function isText(event: LineEvent & { type: "message" }): event is TextEvent {
  return event.message.type === "text";
}
