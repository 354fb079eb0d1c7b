import type { messagingApi } from "@line/bot-sdk";
import { MAX_TEXT_UTF16_UNITS, type ReplyResult } from "@guchi/contracts/guchi.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { ICON_PATH } from "@guchi/contracts/line.ts";
import { FILM_REQUEST } from "@guchi/contracts/film-words.ts";
import { againData, filmData } from "../events/plan.ts";
import { partOf } from "./refused.ts";
import { cutText } from "./text.ts";

/** An answer as it is to be told: what a job's output holds of it. */
export interface Answer extends Pick<ReplyResult, "message" | "image" | "audio"> {
  readonly language: Language;
  /** `care` has neither her picture nor her name: this is no moment for an idol. */
  readonly reaction?: ReplyResult["reaction"] | undefined;
}

/** LINE's bounds: https://developers.line.biz/en/reference/messaging-api/#message-objects */
const MAX_MESSAGES = 5;
const MAX_URL_CHARACTERS = 2_000;

/** What LINE shows as the sender; at most 20 characters, and "LINE" must not be in it. */
const NAME: Readonly<Record<Language, string>> = { ja: "ミミ", en: "Mimi" };
const AGAIN: Readonly<Record<Language, string>> = { ja: "もう一回", en: "Once more" };
const LATE: Readonly<Record<Language, string>> = {
  ja: "このあいだお届けできなかったお返事だよ。遅くなってごめんね！",
  en: "Here is the answer I couldn't deliver the other day. Sorry it's late!",
};

/** In front of words for danger. */
const LATE_CARE: Readonly<Record<Language, string>> = {
  ja: "お返事が遅くなってしまって、ごめんなさい。",
  en: "I'm sorry that this comes late.",
};

interface Making {
  /** Base of our URLs. */
  readonly base: string;
  readonly mediaUrl: (key: string) => string;
  /** Job that a quick reply would do again; undefined: no quick reply. */
  readonly again: string | undefined;
  /** Of the message that is answered, to quote it. */
  readonly quoteToken?: string | undefined;
  /** Answers that could not be delivered before, oldest first. */
  readonly held: readonly Answer[];
  /** Parts that LINE does not take, by `partOf`, and decorations of all messages. */
  readonly leftOut?: ReadonlySet<string>;
}

/**
 * The message objects of an answer: text, picture, sound, at most five. Held answers go in front:
 * of each the text, and as many pictures and sounds as there is room for. The newest answer is
 * always whole.
 */
export function lineMessages(answer: Answer, making: Making): messagingApi.Message[] {
  const { base, mediaUrl, again, held, quoteToken, leftOut = new Set() } = making;
  const own = parts(answer, { base, mediaUrl });
  const [first] = own;
  if (quoteToken !== undefined && first?.type === "text") first.quoteToken = quoteToken;
  let room = MAX_MESSAGES - own.length - held.length; // beyond the texts
  const before = held.flatMap((late) => {
    const sorry = (late.reaction === "care" ? LATE_CARE : LATE)[late.language];
    const told = { ...late, message: `${sorry}\n\n${late.message}` };
    const whole = parts(told, { base, mediaUrl });
    const taken = whole.slice(0, 1 + Math.max(0, room));
    room -= taken.length - 1;
    return taken;
  });
  const all = [...before, ...own].slice(-MAX_MESSAGES).filter((message) => !leftOut.has(partOf(message)));
  const last = all.at(-1);
  if (again !== undefined && last !== undefined) last.quickReply = quickReply(again, answer.language);
  for (const message of all) for (const name of leftOut) Reflect.deleteProperty(message, name);
  return all;
}

/** How many held answers can be told together with this one: at least the text of each. */
export function roomFor(answer: Answer): number {
  return MAX_MESSAGES - 1 - (answer.image === undefined ? 0 : 1) - (answer.audio === undefined ? 0 : 1);
}

function parts(
  { message, image, audio, language, reaction }: Answer,
  { base, mediaUrl }: Pick<Making, "base" | "mediaUrl">,
) {
  const sender = reaction === "care" ? {} : { sender: { name: NAME[language], iconUrl: base + ICON_PATH } };
  const made: messagingApi.Message[] = [{ type: "text", text: cutText(message, MAX_TEXT_UTF16_UNITS), ...sender }];
  if (image !== undefined) {
    const urls = { originalContentUrl: mediaUrl(image.key), previewImageUrl: mediaUrl(image.previewKey) };
    if (fit(urls)) made.push({ type: "image", ...urls, ...sender });
  }
  if (audio !== undefined) {
    const urls = { originalContentUrl: mediaUrl(audio.key) };
    if (fit(urls)) made.push({ type: "audio", ...urls, duration: audio.durationMs, ...sender });
  }
  return made;
}

function fit(urls: Readonly<Record<string, string>>): boolean {
  return Object.values(urls).every((url) => url.length <= MAX_URL_CHARACTERS);
}

function quickReply(job: string, language: Language): messagingApi.QuickReply {
  const label = AGAIN[language];
  const film = FILM_REQUEST[language];
  return {
    items: [
      { type: "action", action: { type: "postback", label, data: againData(job), displayText: label } },
      { type: "action", action: { type: "postback", label: film, data: filmData(language), displayText: film } },
    ],
  };
}
