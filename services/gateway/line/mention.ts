import type { Mentionee } from "./events.ts";

/**
 * The text without the places where the bot itself is mentioned, and whether it is. Index and length are UTF-16 units, as
 * JavaScript counts (https://developers.line.biz/en/reference/messaging-api/#wh-text). A range outside of the text cuts
 * nothing more than there is.
 */
export function cutMention(text: string, mentionees: readonly Mentionee[] = []): { mentioned: boolean; text: string } {
  const own = mentionees.filter(({ isSelf }) => isSelf === true).toSorted((a, b) => b.index - a.index);
  const cut = own.reduce((left, { index, length }) => left.slice(0, index) + left.slice(index + length), text);
  return { mentioned: own.length > 0, text: own.length > 0 ? cut.replace(/[ \t　]{2,}/g, " ").trim() : text };
}
