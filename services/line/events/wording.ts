import { feelingOf } from "./feelings.ts";

/** A place in a text, in UTF-16 units, as JavaScript counts. */
export interface Place {
  readonly index: number;
  readonly length: number;
}

interface Marks {
  readonly mentionees?: readonly (Place & { readonly isSelf?: boolean })[] | undefined;
  readonly emojis?: readonly Place[] | undefined;
}

interface Wording {
  /** Whether the bot itself is mentioned. */
  readonly mentioned: boolean;
  readonly text: string;
}

/**
 * What somebody wrote, without what LINE put in: the places where the bot itself is mentioned, and
 * the placeholders of LINE's emoji, `(cry)` or `()`
 * (https://developers.line.biz/en/reference/messaging-api/#wh-text). A feeling that a placeholder
 * names stands at the end as a plain emoji: at its own place it would break a word in two, and no
 * check would find that word. Places that overlap or lie outside of the text cut nothing more than
 * there is.
 */
export function wordingOf(text: string, { mentionees = [], emojis = [] }: Marks = {}): Wording {
  const own = mentionees.filter(({ isSelf }) => isSelf === true);
  const cuts = [...own, ...emojis].toSorted((a, b) => a.index - b.index);
  const mentioned = own.length > 0;
  if (cuts.length === 0) return { mentioned, text };
  let words = "";
  let end = 0;
  for (const { index, length } of cuts) {
    words = joined(words, text.slice(end, Math.max(end, index)));
    end = Math.max(end, Math.min(index + length, text.length));
  }
  const rest = joined(words, text.slice(end))
    .replace(/[ \t　]{2,}/g, " ")
    .trim();
  const feelings = emojis
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, length }) => feelingOf(text.slice(index, index + length)) ?? "");
  return { mentioned, text: [rest, feelings.join("")].filter((part) => part !== "").join(" ") };
}

/**
 * Where somebody typed 「@name」 by hand, which LINE marks in some apps only. Not inside of an
 * address of mail, nor of a longer Latin name.
 */
export function typedMentions(text: string, name: string): readonly (Place & { readonly isSelf: true })[] {
  const literal = name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const end = /[\p{scx=Latin}\d]$/u.test(name) ? String.raw`(?![\p{scx=Latin}\d])` : "";
  const typed = new RegExp(String.raw`(?<![\p{scx=Latin}\d._-])[@＠]${literal}${end}`, "giu");
  return [...text.matchAll(typed)].map(({ index, 0: { length } }) => ({ index, length, isSelf: true }));
}

/** Two Latin words with nothing but a cut between them stay two. */
function joined(before: string, after: string): string {
  return /[\p{scx=Latin}\d]$/u.test(before.slice(-2)) && /^[\p{scx=Latin}\d]/u.test(after)
    ? `${before} ${after}`
    : before + after;
}
