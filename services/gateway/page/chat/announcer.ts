import { lengthOf } from "./time.ts";
import type { Turn } from "./turn.ts";
import type { Why } from "./waiting.ts";
import type { Words } from "./words/words.ts";

/** What is to be heard by who cannot see that a turn went on: once for each part. */
export function announced(before: Turn, after: Turn, { announce, trouble }: Words): readonly string[] {
  const [was, is] = [before.answer, after.answer];
  const words = is.said ?? is.message;
  const hadWords = was.said ?? was.message;
  const rest =
    is.said !== undefined && is.message?.startsWith(is.said) === true ? is.message.slice(is.said.length) : "";
  return [
    ...(words !== undefined && hadWords === undefined ? [announce.said(words)] : []),
    ...(is.picture !== undefined && was.picture === undefined ? [announce.picture] : []),
    ...(is.voice !== undefined && was.voice === undefined ? [announce.voice(lengthOf(is.voice.durationMs))] : []),
    ...(rest.trim() !== "" && was.message === undefined ? [announce.said(rest.trim())] : []),
    ...(after.end !== undefined && after.end !== "answered" && before.end === undefined ? [trouble[after.end]] : []),
  ];
}

/** Why a message stands still, and what happens next. */
export function whyText({ kind, part, count }: Why, { parts, whole, waiting }: Words): string {
  return waiting[kind](part === undefined ? whole : parts[part], count);
}
