import Type, { type Static } from "typebox";

/** The languages in which the bot answers. */
export const Language = Type.Enum(["ja", "en"]);
export type Language = Static<typeof Language>;

/** The languages that a message is told apart in (BCP 47); `und` is any other. */
export const MessageLanguage = Type.Enum([
  "ja",
  "en",
  "ko",
  "zh",
  "th",
  "vi",
  "id",
  "tl",
  "pt",
  "es",
  "fr",
  "de",
  "ru",
  "my",
  "ne",
  "und",
]);
export type MessageLanguage = Static<typeof MessageLanguage>;

/** The languages that she does not speak. */
export type UnspokenLanguage = Exclude<MessageLanguage, Language>;

/** Whether she speaks the language. */
export function isSpoken(language: MessageLanguage): language is Language {
  return language === "ja" || language === "en";
}
