import type { Language } from "../shared/language.ts";
import type { Words } from "./words/words.ts";

const LOCALES: Readonly<Record<Language, string>> = { ja: "ja-JP", en: "en-US" };

/** Hours and minutes, as a chat shows them. */
export function clock(at: number, language: Language): string {
  return new Date(at).toLocaleTimeString(LOCALES[language], { hour: "numeric", minute: "2-digit" });
}

/** The day as a chat names it, seen from `now`. Both in ms since the epoch. */
export function dayName(
  at: number,
  now: number,
  language: Language,
  words: Pick<Words, "today" | "yesterday">,
): string {
  const day = new Date(at);
  const ago = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  const isThisYear = day.getFullYear() === new Date(now).getFullYear();
  return day.toLocaleDateString(LOCALES[language], {
    month: "short",
    day: "numeric",
    weekday: "short",
    ...(!isThisYear && { year: "numeric" }),
  });
}

export function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Minutes and seconds of a sound. */
export function lengthOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
